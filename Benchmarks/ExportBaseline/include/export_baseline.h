#pragma once
#include <stdint.h>

/// The rows that both sides export: two texts, a day, a percentage and eight amounts in cents.
typedef struct {
  int32_t rows;
  const char *const *names;
  const char *const *owners;
  const int32_t *days;
  const int32_t *basis_points;
  const int64_t *cents;  // eight a row
} export_rows;

/// Writes the rows as CSV. 0 on success.
int export_csv(const char *path, const export_rows *rows);

/// Writes the rows as XLSX through libxlsxwriter in constant memory. 0 on success.
int export_xlsx(const char *path, const export_rows *rows);

/// Gives freed memory back to the system, where its library can.
void export_trim_memory(void);
