// Shows the thread sanitizer what the standard library's `Mutex` does when two threads meet at it. Its fast path is compiled into each
// module, and seen; its slow path is in the standard library, which is not instrumented, so that what a waiting thread sees would be
// reported as a race. `torture.sh` loads this library before the tests.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address);
void __tsan_release(void *address);

#define HANDLE __attribute__((swift_context)) void *handle
typedef __attribute__((swiftcall)) void (*Lock)(uint32_t, HANDLE);
typedef __attribute__((swiftcall)) void (*Unlock)(HANDLE);

__attribute__((swiftcall)) void lock(uint32_t thread, HANDLE) __asm__(LOCK);
__attribute__((swiftcall)) void unlock(HANDLE) __asm__(UNLOCK);

static Lock wait_for_lock;
static Unlock wake_waiting;

__attribute__((constructor)) static void find(void) {
  wait_for_lock = (Lock)dlsym(RTLD_NEXT, LOCK);
  wake_waiting = (Unlock)dlsym(RTLD_NEXT, UNLOCK);
}

__attribute__((swiftcall)) void lock(uint32_t thread, HANDLE) {
  wait_for_lock(thread, handle);
  __tsan_acquire(handle);
}

__attribute__((swiftcall)) void unlock(HANDLE) {
  __tsan_release(handle);
  wake_waiting(handle);
}
