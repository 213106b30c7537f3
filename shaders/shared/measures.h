// shaders/shared/measures.h: what the measures' passes read of a frame and where their sums lie, for
// C++ and GLSL.
#ifndef SEAMLINE_SHADERS_SHARED_MEASURES_H
#define SEAMLINE_SHADERS_SHARED_MEASURES_H

#include "language.h"
SHARED_BEGIN

SHARED_CONSTANT int kMeasureGroup = 256;
SHARED_CONSTANT int kMeansGroup = 64;

// One component of the frame, from the first sample that the picture covers on.
struct MeasureComponent {
    uint base_bytes; // From the frame's offset.
    uint stride_bytes;
    uint step_bytes;
    uint shift; // From the stored word to the code value.
    uint mask;
};

// Equal areas whose codes are summed. Tables hold three words per area along an axis (first sample,
// where its weights begin, how many samples), and the weights.
SHARED_CONSTANT int kMeasureGrids = 2; // The light picture's and the lab picture's.
struct MeasureGrid {
    int width; // In areas; 0: not wanted.
    int height;
    uint across[3]; // Words of the tables, per component.
    uint down[3];
    uint unweighted; // Bit 2c: component c's weights across are 1; bit 2c + 1: those down.
    uint sums[3];    // Words of the result, per component ...
    uint wide;       // ... bit c: two words per sum, low one first; else one.
};

struct MeasureParams {
    MeasureComponent component[3];
    MeasureGrid grid[2];
    uint sample_bytes;
    uint big_endian;
    int components;      // 1 of grey
    int luma_components; // Luma is the sum of so many components, weighted.
    float luma_weight[3];
    ivec2 size;    // Of the picture, in pixels.
    ivec2 lattice; // Of every second pixel of every second row.
    ivec2 blocks;  // Of 16 x 16 that have a neighbour beyond; column and row 0 are not summed.
    // Words of the scratch buffer.
    uint gradient_word;  // One float per lattice point, rows from the top.
    uint rows_word;      // Per row two words: bits of the least luma, and of the largest inverted.
    uint columns_word;   // The same per column of what the rows left.
    uint histogram_word; // Of squared gradients from kLeastGradientBin on.
    // Words of the result.
    uint grain_word; // Three floats per block: GrainBlock.
    uint edges_word; // Four floats per edge: EdgeSlopes.
    uint edge_capacity;
    float soft[7];         // gaussian_of_two
    float once_blur[13];   // ReblurTaps
    float once_slope[13];
    float twice_blur[13];
    float twice_slope[13];
};
SHARED_SIZE(MeasureParams, 480);

// The result's first words.
SHARED_CONSTANT int kAreaWord = 0;    // Picture without mattes: x, y, width, height.
SHARED_CONSTANT int kPointsWord = 4;  // Lattice points that may be edges: left, top, right, bottom.
SHARED_CONSTANT int kThresholdWord = 8; // Bits of the least squared gradient of an edge.
SHARED_CONSTANT int kEdgesWord = 9;   // How many there are, beyond the capacity, too.
SHARED_CONSTANT int kMeasureHeader = 16;

// Bins of squared gradients by the upper 16 bits of a float: those below 1 are never asked for, and
// codes of 8 bits reach 2^13.
SHARED_CONSTANT uint kLeastGradientBin = 0x3f80;
SHARED_CONSTANT int kGradientBins = 1792;

SHARED_CONSTANT int kSoftTile = 32;     // Lattice points of a workgroup of soft gradients, across ...
SHARED_CONSTANT int kSoftTileRows = 8;  // ... and down.
SHARED_CONSTANT int kEdgeTile = 64;
SHARED_CONSTANT int kEdgeTileRows = 16;
SHARED_CONSTANT int kColumnSlab = 32;      // Rows of one workgroup of column extents.
SHARED_CONSTANT int kHistogramGroups = 96; // Workgroups at most.
SHARED_CONSTANT int kGrainGroupBlocks = 4;

// Block residuals: one workgroup per block of a pair of pictures.
SHARED_CONSTANT int kResidualGroup = 128; // Places are 9 x 9.
struct ResidualParams {
    ivec2 size;   // Of the lab codes.
    ivec2 blocks; // Across and down; the last ones end at the edge.
};

SHARED_END
#endif
