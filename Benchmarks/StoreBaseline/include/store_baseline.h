#pragma once
#include <stdint.h>

/// Makes a file with so many deals and edits them one transaction at a time through the raw sqlite3 API, WAL and
/// synchronous FULL: an update by identity and version, two journal rows, one operation row. The seconds that the edits took;
/// negative where SQLite said no.
double store_edit_baseline(const char *path, int deals, int edits);

/// Reads what the columns of reports are filled from, each half of the deals on a thread of its own. The seconds that it took;
/// negative where SQLite said no.
double store_scan_baseline(const char *path, int64_t deals);

/// Writes the deals and the journal of a store's file to a new file, in one transaction with the same tables and indexes. The
/// seconds that it took; negative where SQLite said no.
double store_write_baseline(const char *source, const char *path);
