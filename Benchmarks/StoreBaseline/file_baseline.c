// The rows of a store's file, read and written again through the raw sqlite3 API: the least that a load or an import can take.
#include "store_baseline.h"
#include "seconds.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

// What the reports' columns are filled from.
static const char *columns =
    "SELECT _id, _version, cycle, status, owner, currency, amount, expected_close_date, actual_close_date, forecast,"
    " probability, probability_origin, source, account, status_since, created_at, competitor, loss_reason"
    " FROM records_opportunity WHERE _row BETWEEN ?1 AND ?2 AND _deleted = 0";

struct part {
  const char *path;
  sqlite3_int64 first, last;
  uint64_t sum;
  int failed;
};

static void *scan(void *argument) {
  struct part *part = argument;
  sqlite3 *db;
  sqlite3_stmt *rows;
  part->failed = sqlite3_open_v2(part->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, 0) ||
                 sqlite3_prepare_v2(db, columns, -1, &rows, 0);
  if (part->failed) return 0;
  int count = sqlite3_column_count(rows);
  sqlite3_bind_int64(rows, 1, part->first);
  sqlite3_bind_int64(rows, 2, part->last);
  while (sqlite3_step(rows) == SQLITE_ROW) {
    for (int column = 0; column < count; column++) {
      sqlite3_value *value = sqlite3_column_value(rows, column);
      switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER: part->sum += (uint64_t)sqlite3_value_int64(value); break;
        case SQLITE_TEXT: part->sum += sqlite3_value_text(value)[0] + (uint64_t)sqlite3_value_bytes(value); break;
        case SQLITE_BLOB: part->sum += *(const unsigned char *)sqlite3_value_blob(value); break;
        default: break;
      }
    }
  }
  sqlite3_finalize(rows);
  sqlite3_close(db);
  return 0;
}

double store_scan_baseline(const char *path, int64_t deals) {
  double start = seconds();
  struct part parts[2] = {{path, 1, deals / 2, 0, 0}, {path, deals / 2 + 1, deals, 0, 0}};
  pthread_t threads[2];
  for (int i = 0; i < 2; i++)
    if (pthread_create(&threads[i], 0, scan, &parts[i])) return -1;
  for (int i = 0; i < 2; i++) pthread_join(threads[i], 0);
  return parts[0].failed || parts[1].failed ? -1 : seconds() - start;
}

// Writes all rows of a table again.
static int copy_rows(sqlite3 *from, sqlite3 *to, const char *table) {
  char sql[1024];
  sqlite3_stmt *rows, *insert;
  snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
  if (sqlite3_prepare_v2(from, sql, -1, &rows, 0)) return 1;
  int count = sqlite3_column_count(rows);
  int length = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", table);
  for (int i = 1; i < count; i++) length += snprintf(sql + length, sizeof sql - (size_t)length, ",?");
  snprintf(sql + length, sizeof sql - (size_t)length, ")");
  if (sqlite3_prepare_v2(to, sql, -1, &insert, 0)) return 1;
  while (sqlite3_step(rows) == SQLITE_ROW) {
    for (int i = 0; i < count; i++) sqlite3_bind_value(insert, i + 1, sqlite3_column_value(rows, i));
    if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert)) return 1;
  }
  sqlite3_finalize(rows);
  sqlite3_finalize(insert);
  return 0;
}

// Makes the tables or the indexes that the other file has.
static int make(sqlite3 *from, sqlite3 *to, const char *which) {
  char sql[256];
  sqlite3_stmt *made;
  snprintf(sql, sizeof sql, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND %s", which);
  if (sqlite3_prepare_v2(from, sql, -1, &made, 0)) return 1;
  while (sqlite3_step(made) == SQLITE_ROW)
    if (sqlite3_exec(to, (const char *)sqlite3_column_text(made, 0), 0, 0, 0)) return 1;
  sqlite3_finalize(made);
  return 0;
}

double store_write_baseline(const char *source, const char *path) {
  sqlite3 *from, *to;
  if (sqlite3_open_v2(source, &from, SQLITE_OPEN_READONLY, 0) || sqlite3_open(path, &to)) return -1;
  double start = seconds();
  // As an import does: identities are indexed from the beginning, all else at the end.
  if (sqlite3_exec(to, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; BEGIN IMMEDIATE", 0, 0, 0) ||
      make(from, to, "(type = 'table' OR sql LIKE 'CREATE UNIQUE%')") || copy_rows(from, to, "records_opportunity") ||
      copy_rows(from, to, "journal") || make(from, to, "type = 'index' AND sql NOT LIKE 'CREATE UNIQUE%'") ||
      sqlite3_exec(to, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", 0, 0, 0))
    return -1;
  double spent = seconds() - start;
  sqlite3_close(from);
  sqlite3_close(to);
  return spent;
}
