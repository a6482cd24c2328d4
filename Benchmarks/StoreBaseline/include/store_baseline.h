#pragma once
#include <stdint.h>

/// Makes a file with so many deals and edits them one transaction at a time through the raw sqlite3 API, WAL and
/// synchronous FULL: an update by identity and version, two journal rows, one operation row. The seconds that the edits took;
/// negative where SQLite said no.
double store_edit_baseline(const char *path, int deals, int edits);
