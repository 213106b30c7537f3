// app/interchange/decisions/guest_page_parts.cpp: what the guest page is made of; plain JavaScript
// that any browser of the last years runs from a folder.
#include "app/interchange/decisions/guest_page.h"

namespace seamline::interchange {

const char* const kGuestStyle = R"css(
:root{color-scheme:light dark;--ink:#1b1d21;--soft:#555b66;--ground:#fff;--card:#f3f4f6;--line:#767c88;--accent:#20538f;
--keep:#0b6b3a;--send_back:#a32c00;--hold:#6b5200}
@media(prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#b4bac5;--ground:#16181c;--card:#22252b;--line:#7d8591;--accent:#8fbcf5;
--keep:#6fd6a0;--send_back:#ff9f7a;--hold:#ffd75e}}
*{box-sizing:border-box}
body{font:15px/1.4 Inter,system-ui,sans-serif;color:var(--ink);background:var(--ground);margin:0;padding:.6em 1em}
h1{font-size:1.2em;margin:0 0 .4em}
.row{display:flex;flex-wrap:wrap;gap:.5em;align-items:center;margin:.4em 0}
button,input,select,textarea{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:5px;padding:.35em .7em}
button:hover{border-color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
#grid{display:grid;gap:.5em}
.take{margin:0;border:3px solid transparent;border-radius:6px;background:var(--card);cursor:pointer}
.take.active{border-color:var(--accent)}
.take video{display:block;width:100%;max-height:50vh;background:#000}
.take figcaption{padding:.2em .5em;overflow-wrap:anywhere}
#slider{flex:1;min-width:12em;padding:0}
#counter{font-variant-numeric:tabular-nums;min-width:17em}
.state{font-weight:600;white-space:nowrap}.keep{color:var(--keep)}.send_back{color:var(--send_back)}.hold{color:var(--hold)}
fieldset{border:1px solid var(--line);border-radius:5px;display:flex;flex-wrap:wrap;gap:.2em .9em;margin:.4em 0}
textarea{flex:1;min-width:16em;height:3em}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25em .6em .25em 0;border-bottom:1px solid var(--line)}
.soft{color:var(--soft)}
td button{margin:.1em .3em .1em 0}
::placeholder{color:var(--soft);opacity:1}
#said{min-height:1.4em}
)css";

const char* const kGuestBody = R"html(<div class="row">
<label>Your name <input id="author" size="14" autocomplete="name" title="Who decides; it is saved with every decision"></label>
<label>Shot <select id="shots" title="Which shot is seen (Page Up, Page Down)"></select></label>
<button id="save" title="Save what you decided as a file (S); send it back by mail">Save <kbd>S</kbd></button>
<span id="unsaved" class="soft"></span>
</div>
<div id="grid"></div>
<div class="row">
<button id="back" title="One frame back (Left)">&#9664;&#8201;frame</button>
<button id="play" title="Play or pause all takes (Space)">Play <kbd>Space</kbd></button>
<button id="forward" title="One frame on (Right)">frame&#8201;&#9654;</button>
<label title="Begin again at the end (L)"><input type="checkbox" id="loop" checked> loop <kbd>L</kbd></label>
<label title="Hear the chosen take (M)"><input type="checkbox" id="sound"> sound <kbd>M</kbd></label>
<input id="slider" type="range" min="0" value="0" step="1" aria-label="Frame" title="Frame of the chosen take">
<output id="counter"></output>
</div>
<div class="row" role="group" aria-label="Decide">
<button id="keep" title="Keep (P)"><span class="state keep">&#9679; Keep</span> <kbd>P</kbd></button>
<button id="send_back" title="Send back (X)"><span class="state send_back">&#9650; Send back</span> <kbd>X</kbd></button>
<button id="hold" title="Hold: decide later (O)"><span class="state hold">&#9632; Hold</span> <kbd>O</kbd></button>
<button id="clear" title="Take back your decision about this (U)">Clear <kbd>U</kbd></button>
<label>about <select id="target" title="What is meant (T changes it)">
<option value="take">the whole take</option><option value="frame">this frame</option><option value="range">frames from in to out</option></select></label>
<button id="in" title="The range begins here ( [ )">in <kbd>[</kbd></button>
<button id="out" title="The range ends here ( ] )">out <kbd>]</kbd></button>
<output id="range" class="soft"></output>
</div>
<fieldset id="reasons"><legend>Reasons</legend></fieldset>
<div class="row"><textarea id="note" aria-label="Note" placeholder="Note (N): is saved with the decision, or alone" title="A note (N); Escape leaves it"></textarea>
<button id="add_note" title="Save the note without a decision (Ctrl+Enter in the note)">Add note</button></div>
<p id="said" role="status" aria-live="polite"></p>
<table><thead><tr><th>take<th>where<th>what<th>note<th></thead><tbody id="list"></tbody></table>
)html";

const char* const kGuestScript = R"js(
'use strict';
(() => {
const data = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const media = new Map(data.media.map(m => [m.media_id, m]));
const kSigns = {keep: '\u25cf keep', send_back: '\u25b2 send back', hold: '\u25a0 hold'};
const kStore = 'seamline ' + data.name + ' ' + data.media.map(m => m.media_id).join(' ');
let decisions = [], comments = [], dirty = false;
let shot = 0, active = 0, videos = [], playing = false, frame = 0, range = {from: 0, to: 0};

const rateOf = m => { const [n, d] = m.frame_rate.split('/'); return Number(n) / Number(d || 1); };
const takesOf = () => data.shots[shot].takes;
const medium = (i = active) => media.get(takesOf()[i].media_id);
const pad = n => String(n).padStart(2, '0');

// SMPTE ST 12-1; drop frame leaves out labels at each minute but every tenth.
function timecode(count, m) {
  const base = Math.round(rateOf(m));
  if (m.drop_frame) {
    const drop = base / 15, minute = base * 60 - drop, ten = minute * 10 + drop;
    const rest = count % ten;
    count += drop * (Math.floor(count / ten) * 9 + (rest < base * 60 ? 0 : 1 + Math.floor((rest - base * 60) / minute)));
  }
  const s = Math.floor(count / base);
  return pad(Math.floor(s / 3600) % 24) + ':' + pad(Math.floor(s / 60) % 60) + ':' + pad(s % 60) +
         (m.drop_frame ? ';' : ':') + pad(count % base);
}

// RFC 9562, version 7.
function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let i = 0; i < 6; ++i) b[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 255;
  b[6] = 0x70 | b[6] & 15;
  b[8] = 0x80 | b[8] & 63;
  const hex = [...b].map(x => x.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function say(text) { $('said').textContent = text; }
const author = () => $('author').value.trim();

// ---- Pictures -------------------------------------------------------------------------------
// The middle of a frame: containers round their times.
const timeOf = (f, m) => (f + 0.5) / rateOf(m);
const lastOf = m => m.frame_count - 1;

function showShot(index) {
  pause();
  shot = (index + data.shots.length) % data.shots.length;
  active = 0;
  frame = 0;
  $('shots').value = String(shot);
  const grid = $('grid');
  grid.replaceChildren();
  const count = takesOf().length;
  grid.style.gridTemplateColumns = 'repeat(' + Math.min(count, count > 4 ? 3 : count) + ', minmax(0, 1fr))';
  videos = takesOf().map((take, i) => {
    const figure = document.createElement('figure');
    figure.className = 'take';
    figure.id = 'take' + (i + 1);
    figure.title = 'Choose this take (' + (i + 1) + ')';
    const video = document.createElement('video');
    video.src = take.file;
    video.muted = true;
    video.playsInline = true;
    video.preload = 'auto';
    video.addEventListener('error', () => say(take.file + ' cannot be played: is it beside this page?'));
    const caption = document.createElement('figcaption');
    figure.append(video, caption);
    figure.addEventListener('click', () => choose(i));
    grid.append(figure);
    watch(video, i);
    // One seek at a time: browsers may hang in seeks that overtake each other.
    video.addEventListener('seeked', () => { if (video.wanted !== undefined) go(video, video.wanted); });
    return video;
  });
  choose(0);
  seek(0);
}

function watch(video, i) {
  const seen = time => {
    // While it stands, the frame is the one that was asked for, however late it is painted.
    if (videos[i] !== video || !playing) return;
    if (i === active && !video.seeking) { frame = Math.min(Math.max(Math.round(time), 0), lastOf(medium())); paint(); }
    align(video, i);
  };
  if (video.requestVideoFrameCallback) {
    const next = (now, meta) => { seen(meta.mediaTime * rateOf(medium(i))); if (videos[i] === video) video.requestVideoFrameCallback(next); };
    video.requestVideoFrameCallback(next);
  } else {
    video.addEventListener('timeupdate', () => seen(video.currentTime * rateOf(medium(i)) - 0.5));
  }
  video.addEventListener('ended', ended);
}

// Follows the chosen take: small steps by speed, large ones by a jump.
function align(video, i) {
  if (i === active || video.ended || videos[active].ended) return;
  const off = video.currentTime - videos[active].currentTime;
  if (Math.abs(off) > 0.3) go(video, videos[active].currentTime);
  video.playbackRate = Math.abs(off) < 0.75 / rateOf(medium(i)) ? 1 : off > 0 ? 0.94 : 1.06;
}

function ended() {
  if (!playing || !videos.every(v => v.ended)) return;
  if (!$('loop').checked) return pause();
  for (const v of videos) { go(v, 0); v.play(); }
}

function play() {
  playing = true;
  if (videos[active].ended || frame >= lastOf(medium())) seek(0);
  for (const v of videos) v.play().catch(() => {});
  paint();
}

function pause() {
  if (!playing) return;
  playing = false;
  for (const v of videos) { v.pause(); v.playbackRate = 1; }
  seek(frame);
}

function go(video, time) {
  video.wanted = video.seeking ? time : undefined;
  if (!video.seeking) video.currentTime = time;
}

function seek(to) {
  const m = medium();
  frame = Math.min(Math.max(to, 0), lastOf(m));
  const time = timeOf(frame, m);
  videos.forEach((v, i) => go(v, Math.min(time, timeOf(lastOf(medium(i)), medium(i)))));
  paint();
}

function choose(i) {
  if (i < 0 || i >= videos.length) return;
  const time = timeOf(frame, medium());
  active = i;
  frame = Math.min(Math.floor(time * rateOf(medium())), lastOf(medium()));
  range = {from: 0, to: lastOf(medium())};
  videos.forEach((v, k) => { v.muted = !($('sound').checked && k === active); });
  $('slider').max = String(lastOf(medium()));
  paint();
}

// ---- Decisions ------------------------------------------------------------------------------
function targetNow() {
  const kind = $('target').value;
  if (kind === 'take') return {kind};
  if (kind === 'frame') return {kind, from: frame, to: frame};
  return {kind, from: Math.min(range.from, range.to), to: Math.max(range.from, range.to)};
}
const sameTarget = (a, b) => a.kind === b.kind && a.from === b.from && a.to === b.to;

function drop(media_id, target) {
  const before = decisions.length;
  decisions = decisions.filter(d => !(d.author === author() && d.media_id === media_id && sameTarget(d.target, target)));
  return before !== decisions.length;
}

function decide(state) {
  const target = targetNow(), media_id = medium().media_id;
  drop(media_id, target);
  const reasons = [...document.querySelectorAll('#reasons input:checked')].map(box => box.value);
  decisions.push({id: uuid(), media_id, state, target, reasons, note: $('note').value.trim(), author: author(),
                  time: new Date().toISOString()});
  $('note').value = '';
  for (const box of document.querySelectorAll('#reasons input')) box.checked = false;
  changed(label() + ': ' + kSigns[state]);
}

function clearNow() {
  changed(drop(medium().media_id, targetNow()) ? 'Taken back.' : 'You have not decided about this.');
}

function addNote() {
  const text = $('note').value.trim();
  if (!text) return say('Write a note first.');
  const target = targetNow();
  comments.push({id: uuid(), parent_id: '', media_id: medium().media_id, target, text, author: author(),
                 time: new Date().toISOString(), resolved: false});
  $('note').value = '';
  changed('Noted.');
}

const label = (m = medium()) => m.name + (data.generators[m.media_id] ? ' (' + data.generators[m.media_id] + ')' : '');

function changed(text) {
  dirty = true;
  say(text);
  try { localStorage.setItem(kStore, JSON.stringify({decisions, comments, author: author()})); } catch (e) { /* Private windows keep nothing. */ }
  paint();
  list();
}

function where(target, m) {
  if (target.kind === 'take') return 'whole take';
  const at = f => f + ' (' + timecode(m.start_frame + f, m) + ')';
  return target.from === target.to ? 'frame ' + at(target.from) : 'frames ' + at(target.from) + ' to ' + at(target.to);
}

function list() {
  const rows = [...decisions.map(d => [d, kSigns[d.state] + (d.reasons.length ? ': ' + d.reasons.join(', ') : ''), d.note, decisions]),
                ...comments.map(c => [c, 'note', c.text, comments])];
  $('list').replaceChildren(...rows.map(([item, what, note, owner]) => {
    const m = media.get(item.media_id), row = document.createElement('tr');
    for (const text of [m.name, where(item.target, m), what, note]) {
      const cell = document.createElement('td');
      cell.textContent = text;
      row.append(cell);
    }
    const cell = document.createElement('td');
    const go = document.createElement('button'), gone = document.createElement('button');
    go.textContent = 'show';
    go.title = 'Show these frames';
    go.addEventListener('click', () => show(item));
    gone.textContent = 'remove';
    gone.title = 'Remove this line';
    gone.addEventListener('click', () => { owner.splice(owner.indexOf(item), 1); changed('Removed.'); });
    cell.append(go, gone);
    row.append(cell);
    return row;
  }));
}

function show(item) {
  const s = data.shots.findIndex(x => x.takes.some(t => t.media_id === item.media_id));
  if (s !== shot) showShot(s);
  choose(takesOf().findIndex(t => t.media_id === item.media_id));
  pause();
  seek(item.target.from || 0);
}

function save() {
  const review = {schema: data.schema, name: data.name, media: data.media, decisions, comments};
  const link = document.createElement('a');
  const plain = text => text.replace(/[^A-Za-z0-9_-]+/g, '_');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(review, null, 2) + '\n'], {type: 'application/json'}));
  link.download = plain(data.name) + (author() ? '_' + plain(author()) : '') + '.review.json';
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  dirty = false;
  say('Saved ' + link.download + ' to your downloads: send it back.');
  paint();
}

// ---- What is seen ---------------------------------------------------------------------------
function paint() {
  const m = medium();
  $('counter').textContent = 'frame ' + frame + ' of ' + m.frame_count + ' \u00b7 ' + timecode(m.start_frame + frame, m);
  $('slider').value = String(frame);
  $('slider').setAttribute('aria-valuetext', $('counter').textContent);
  $('play').firstChild.textContent = playing ? 'Pause ' : 'Play ';
  $('range').textContent = $('target').value === 'range' ? 'in ' + range.from + ', out ' + range.to : '';
  const made = decisions.length + comments.length;
  $('unsaved').textContent = made === 0 ? 'nothing decided yet' : made + (made === 1 ? ' entry' : ' entries') + (dirty ? ', not saved' : ', saved');
  document.querySelectorAll('.take').forEach((figure, i) => {
    figure.classList.toggle('active', i === active);
    const own = decisions.filter(d => d.media_id === medium(i).media_id && d.target.kind === 'take').map(d => d.state);
    const caption = figure.lastChild;
    const signs = own.map(state => {
      const sign = document.createElement('span');
      sign.className = 'state ' + state;
      sign.textContent = ' ' + kSigns[state];
      return sign;
    });
    caption.replaceChildren((i === active ? '\u25b6 ' : '') + (i + 1) + '  ' + label(medium(i)), ...signs);
  });
}

const toggle = id => { $(id).checked = !$(id).checked; $(id).dispatchEvent(new Event('change')); };
function setRange(end) { range[end] = frame; $('target').value = 'range'; paint(); }
const kinds = ['take', 'frame', 'range'];
const keys = {
  ' ': () => playing ? pause() : play(), ArrowLeft: () => { pause(); seek(frame - 1); }, ArrowRight: () => { pause(); seek(frame + 1); },
  Home: () => seek(0), End: () => seek(lastOf(medium())), PageUp: () => showShot(shot - 1), PageDown: () => showShot(shot + 1),
  p: () => decide('keep'), x: () => decide('send_back'), o: () => decide('hold'), u: clearNow, s: save,
  n: () => $('note').focus(), l: () => toggle('loop'), m: () => toggle('sound'), '[': () => setRange('from'), ']': () => setRange('to'),
  t: () => { $('target').value = kinds[(kinds.indexOf($('target').value) + 1) % 3]; paint(); }
};
document.addEventListener('keydown', event => {
  const typed = event.target.matches('textarea, select, input:not([type=checkbox]):not([type=range])');
  if (event.key === 'Escape' && typed) return event.target.blur();
  if (event.target.id === 'note' && event.key === 'Enter' && event.ctrlKey) { event.preventDefault(); return addNote(); }
  if (typed || event.ctrlKey || event.altKey || event.metaKey) return;
  // Space and Enter on a control that has the focus press that control.
  if (event.key === ' ' && event.target.matches('button, input')) return;
  const digit = Number(event.key);
  if (digit >= 1 && digit <= videos.length) { event.preventDefault(); return choose(digit - 1); }
  const act = keys[event.key] || keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
$('play').addEventListener('click', keys[' ']);
$('back').addEventListener('click', keys.ArrowLeft);
$('forward').addEventListener('click', keys.ArrowRight);
$('slider').addEventListener('input', () => { pause(); seek(Number($('slider').value)); });
for (const state of ['keep', 'send_back', 'hold']) $(state).addEventListener('click', () => decide(state));
$('clear').addEventListener('click', clearNow);
$('add_note').addEventListener('click', addNote);
$('save').addEventListener('click', save);
$('in').addEventListener('click', () => setRange('from'));
$('out').addEventListener('click', () => setRange('to'));
$('target').addEventListener('change', paint);
$('sound').addEventListener('change', () => choose(active));
$('shots').addEventListener('change', () => showShot(Number($('shots').value)));
window.addEventListener('beforeunload', event => { if (dirty) event.preventDefault(); });
data.shots.forEach((s, i) => $('shots').append(new Option(s.name, String(i))));
for (const reason of data.reasons) {
  const box = document.createElement('input'), line = document.createElement('label');
  box.type = 'checkbox';
  box.value = reason;
  line.title = 'Why it is sent back or held: ' + reason;
  line.append(box, ' ' + reason);
  $('reasons').append(line);
}
try {
  const kept = JSON.parse(localStorage.getItem(kStore) || 'null');
  if (kept) { decisions = kept.decisions; comments = kept.comments; $('author').value = kept.author || ''; dirty = decisions.length + comments.length > 0; }
} catch (e) { /* Nothing was kept. */ }
showShot(0);
list();
})();
)js";

} // namespace seamline::interchange
