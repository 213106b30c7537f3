#include "renderer/vulkan/exportable_signal.h"

#include "renderer/vulkan/check.h"

namespace seamline::renderer {

UniqueSemaphore make_timeline_semaphore(const Device& device, const void* next) {
    const VkSemaphoreTypeCreateInfo type{
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .pNext = next,
        .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE,
    };
    const VkSemaphoreCreateInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                     .pNext = &type};
    VkSemaphore semaphore = VK_NULL_HANDLE;
    check(vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore), "vkCreateSemaphore");
    return {device.handle(), semaphore};
}

ExportableSignal::ExportableSignal(const Device& device, SignalRaiser raiser)
    : device_(&device), raiser_(raiser) {
    const VkExportSemaphoreCreateInfo exported{
        .sType = VK_STRUCTURE_TYPE_EXPORT_SEMAPHORE_CREATE_INFO,
        .handleTypes = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const bool is_exported = raiser == SignalRaiser::OtherApi && device.can_export();
    semaphore_ = make_timeline_semaphore(device, is_exported ? &exported : nullptr);
}

int ExportableSignal::export_fd() const {
    if (raiser_ != SignalRaiser::OtherApi || !device_->can_export()) return -1;
    const VkSemaphoreGetFdInfoKHR info{
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_GET_FD_INFO_KHR,
        .semaphore = handle(),
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    int fd = -1;
    return device_->get_semaphore_fd()(device_->handle(), &info, &fd) == VK_SUCCESS ? fd : -1;
}

} // namespace seamline::renderer
