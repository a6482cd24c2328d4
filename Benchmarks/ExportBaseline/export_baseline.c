// What a C programmer would write against the same library: the baseline for the exporters.
#include "export_baseline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static void civil(int32_t days, int *year, int *month, int *day) {
  int32_t z = days + 719468;
  int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  uint32_t doe = (uint32_t)(z - era * 146097);
  uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  uint32_t mp = (5 * doy + 2) / 153;
  *day = (int)(doy - (153 * mp + 2) / 5 + 1);
  *month = (int)(mp < 10 ? mp + 3 : mp - 9);
  *year = (int)yoe + era * 400 + (*month <= 2);
}

static int put_text(FILE *file, const char *text) {
  if (!strpbrk(text, ",\"\r\n")) return fputs(text, file);
  fputc('"', file);
  for (; *text; text++) {
    if (*text == '"') fputc('"', file);
    fputc(*text, file);
  }
  return fputc('"', file);
}

int export_csv(const char *path, const export_rows *rows) {
  FILE *file = fopen(path, "wb");
  if (!file) return 1;
  char buffer[1 << 16];
  setvbuf(file, buffer, _IOFBF, sizeof buffer);
  fputs("name,owner,close_date,probability", file);
  for (int c = 0; c < 8; c++) fprintf(file, ",amount_%d", c);
  fputs("\r\n", file);
  for (int32_t r = 0; r < rows->rows; r++) {
    int year, month, day;
    civil(rows->days[r], &year, &month, &day);
    put_text(file, rows->names[r]);
    fputc(',', file);
    put_text(file, rows->owners[r]);
    fprintf(file, ",%04d-%02d-%02d,%d.%02d", year, month, day, rows->basis_points[r] / 100, rows->basis_points[r] % 100);
    for (int c = 0; c < 8; c++) {
      int64_t cents = rows->cents[(int64_t)r * 8 + c];
      fprintf(file, ",%lld.%02lld", (long long)(cents / 100), (long long)(cents % 100));
    }
    fputs("\r\n", file);
  }
  return fclose(file);
}

int export_xlsx(const char *path, const export_rows *rows) {
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  lxw_workbook *book = workbook_new_opt(path, &options);
  if (!book) return 1;
  lxw_worksheet *sheet = workbook_add_worksheet(book, "Forecast");
  lxw_format *money = workbook_add_format(book), *date = workbook_add_format(book), *percent = workbook_add_format(book);
  format_set_num_format(money, "#,##0.00");
  format_set_num_format(date, "yyyy-mm-dd");
  format_set_num_format(percent, "0.00%");
  const char *headers[] = {"Name", "Owner", "Close date", "Probability"};
  for (int c = 0; c < 4; c++) worksheet_write_string(sheet, 0, (lxw_col_t)c, headers[c], NULL);
  for (int c = 0; c < 8; c++) {
    char header[16];
    snprintf(header, sizeof header, "Amount %d", c);
    worksheet_write_string(sheet, 0, (lxw_col_t)(4 + c), header, NULL);
  }
  for (int32_t r = 0; r < rows->rows; r++) {
    lxw_row_t row = (lxw_row_t)r + 1;
    worksheet_write_string(sheet, row, 0, rows->names[r], NULL);
    worksheet_write_string(sheet, row, 1, rows->owners[r], NULL);
    // 25,569 days lie between the day zero of spreadsheets and 1970-01-01.
    worksheet_write_number(sheet, row, 2, rows->days[r] + 25569, date);
    worksheet_write_number(sheet, row, 3, rows->basis_points[r] / 10000.0, percent);
    for (int c = 0; c < 8; c++)
      worksheet_write_number(sheet, row, (lxw_col_t)(4 + c), (double)rows->cents[(int64_t)r * 8 + c] / 100.0, money);
  }
  return workbook_close(book);
}

void export_trim_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
