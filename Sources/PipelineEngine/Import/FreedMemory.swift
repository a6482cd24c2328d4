#if canImport(Glibc)
  import CMalloc
#endif

/// Memory that was freed and that the allocator keeps.
enum FreedMemory {
  /// Returns freed memory to the system, where the allocator can (glibc). A large import frees millions of small objects between
  /// some that stay: without it, a process keeps three times what it uses. It takes milliseconds.
  static func release() {
    #if canImport(Glibc)
      malloc_trim(0)
    #endif
  }
}
