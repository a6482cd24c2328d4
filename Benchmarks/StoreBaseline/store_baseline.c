// The same transactions as an edit through the SDK, without the SDK: the baseline for edits.
#include "store_baseline.h"
#include "seconds.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static const char *schema =
    "CREATE TABLE deal(rowid INTEGER PRIMARY KEY, workspace INTEGER NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL,"
    " account BLOB, name TEXT, cycle TEXT, status TEXT, next_step TEXT, forecast TEXT, probability INTEGER,"
    " probability_origin TEXT, competitor TEXT, source TEXT, loss_reason TEXT, description TEXT, win_loss_report TEXT,"
    " owner TEXT, currency TEXT, stated_amount INTEGER, amount INTEGER, lines TEXT, expected_close_date INTEGER,"
    " actual_close_date INTEGER, status_since INTEGER, created_at INTEGER, external_id TEXT);"
    "CREATE UNIQUE INDEX deal_id ON deal(workspace, id);"
    "CREATE INDEX deal_account ON deal(workspace, account);"
    "CREATE INDEX deal_status ON deal(workspace, status);"
    "CREATE INDEX deal_owner ON deal(workspace, owner);"
    "CREATE INDEX deal_external ON deal(workspace, external_id);"
    "CREATE TABLE journal(sequence INTEGER PRIMARY KEY AUTOINCREMENT, workspace INTEGER, operation BLOB, kind TEXT,"
    " id BLOB, version INTEGER, effective_at INTEGER, recorded_at INTEGER, author TEXT, event INTEGER, field TEXT,"
    " old, new, in_history INTEGER);"
    "CREATE INDEX journal_record ON journal(workspace, id, sequence);"
    "CREATE TABLE operation(workspace INTEGER, id BLOB, last INTEGER, PRIMARY KEY(workspace, id)) WITHOUT ROWID;";

static void make_id(unsigned char id[16], uint64_t kind, uint64_t number) {
  memset(id, 0, 16);
  for (int i = 0; i < 8; i++) id[15 - i] = (unsigned char)(number >> (8 * i));
  id[0] = (unsigned char)kind;
}

static int fill(sqlite3 *db, int deals) {
  sqlite3_stmt *insert;
  const char *sql =
      "INSERT INTO deal(workspace, id, version, account, name, cycle, status, forecast, probability,"
      " probability_origin, owner, currency, amount, lines, expected_close_date, status_since, created_at, external_id)"
      " VALUES(1, ?1, 1, ?2, ?3, 'direct', 'prospecting', 'pipeline', 1000, 'stage', ?4, 'USD', 1446300,"
      " '[[\"gtx-pro\",\"3\",\"4821.00\"],[\"mg\",\"1\",\"55.00\"],[\"gtk\",\"1\",\"550.00\"]]', 17500, 0, 0, ?5)";
  if (sqlite3_exec(db, "BEGIN", 0, 0, 0) || sqlite3_prepare_v2(db, sql, -1, &insert, 0)) return 1;
  for (int i = 0; i < deals; i++) {
    unsigned char id[16], account[16];
    char name[32], owner[16], external[16];
    make_id(id, 1, (uint64_t)i);
    make_id(account, 2, (uint64_t)i / 10);
    snprintf(name, sizeof name, "Deal number %d", i);
    snprintf(owner, sizeof owner, "Person %d", i % 30);
    snprintf(external, sizeof external, "X%07d", i);
    sqlite3_bind_blob(insert, 1, id, 16, SQLITE_TRANSIENT);
    sqlite3_bind_blob(insert, 2, account, 16, SQLITE_TRANSIENT);
    sqlite3_bind_text(insert, 3, name, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(insert, 4, owner, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(insert, 5, external, -1, SQLITE_TRANSIENT);
    if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert)) return 1;
  }
  sqlite3_finalize(insert);
  return sqlite3_exec(db, "COMMIT", 0, 0, 0);
}

static int journal(sqlite3_stmt *stmt, const unsigned char *operation, const unsigned char *id, int64_t version,
                   const char *field, const char *old, const char *new) {
  sqlite3_bind_blob(stmt, 1, operation, 16, SQLITE_STATIC);
  sqlite3_bind_blob(stmt, 2, id, 16, SQLITE_STATIC);
  sqlite3_bind_int64(stmt, 3, version);
  sqlite3_bind_text(stmt, 4, field, -1, SQLITE_STATIC);
  if (old) sqlite3_bind_text(stmt, 5, old, -1, SQLITE_STATIC); else sqlite3_bind_null(stmt, 5);
  sqlite3_bind_text(stmt, 6, new, -1, SQLITE_STATIC);
  return sqlite3_step(stmt) != SQLITE_DONE || sqlite3_reset(stmt);
}

double store_edit_baseline(const char *path, int deals, int edits) {
  sqlite3 *db;
  if (sqlite3_open(path, &db)) return -1;
  if (sqlite3_exec(db, "PRAGMA journal_mode=WAL", 0, 0, 0) || sqlite3_exec(db, "PRAGMA synchronous=FULL", 0, 0, 0) ||
      sqlite3_exec(db, schema, 0, 0, 0) || fill(db, deals) || sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", 0, 0, 0))
    return -1;
  sqlite3_stmt *begin, *commit, *update, *entry, *operation;
  if (sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, 0) || sqlite3_prepare_v2(db, "COMMIT", -1, &commit, 0) ||
      sqlite3_prepare_v2(db,
                         "UPDATE deal SET version = version + 1, next_step = ?3, description = ?4"
                         " WHERE workspace = 1 AND id = ?1 AND version = ?2",
                         -1, &update, 0) ||
      sqlite3_prepare_v2(db,
                         "INSERT INTO journal(workspace, operation, kind, id, version, effective_at, recorded_at, author,"
                         " event, field, old, new, in_history)"
                         " VALUES(1, ?1, 'opportunity', ?2, ?3, 1, 1, 'anna', 1, ?4, ?5, ?6, 1)",
                         -1, &entry, 0) ||
      sqlite3_prepare_v2(db, "INSERT INTO operation VALUES(1, ?1, ?2)", -1, &operation, 0))
    return -1;
  double start = seconds();
  for (int i = 0; i < edits; i++) {
    unsigned char id[16], op[16];
    char step[32];
    int64_t version = 1 + i / deals;
    make_id(id, 1, (uint64_t)((int64_t)i * 7919 % deals));
    make_id(op, 3, (uint64_t)i);
    snprintf(step, sizeof step, "Call number %d", i);
    if (sqlite3_step(begin) != SQLITE_DONE || sqlite3_reset(begin)) return -1;
    sqlite3_bind_blob(update, 1, id, 16, SQLITE_STATIC);
    sqlite3_bind_int64(update, 2, version);
    sqlite3_bind_text(update, 3, step, -1, SQLITE_STATIC);
    sqlite3_bind_text(update, 4, step, -1, SQLITE_STATIC);
    if (sqlite3_step(update) != SQLITE_DONE || sqlite3_reset(update) || sqlite3_changes(db) != 1) return -1;
    if (journal(entry, op, id, version + 1, "next_step", 0, step) ||
        journal(entry, op, id, version + 1, "description", 0, step))
      return -1;
    sqlite3_bind_blob(operation, 1, op, 16, SQLITE_STATIC);
    sqlite3_bind_int64(operation, 2, sqlite3_last_insert_rowid(db));
    if (sqlite3_step(operation) != SQLITE_DONE || sqlite3_reset(operation)) return -1;
    if (sqlite3_step(commit) != SQLITE_DONE || sqlite3_reset(commit)) return -1;
  }
  double spent = seconds() - start;
  sqlite3_finalize(begin);
  sqlite3_finalize(commit);
  sqlite3_finalize(update);
  sqlite3_finalize(entry);
  sqlite3_finalize(operation);
  sqlite3_close(db);
  return spent;
}
