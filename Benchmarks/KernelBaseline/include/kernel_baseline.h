#ifndef KERNEL_BASELINE_H
#define KERNEL_BASELINE_H
#include <stddef.h>
#include <stdint.h>

/* The three dashboard queries, each written by hand in scalar C over structure-of-arrays: what the generic pivot is
   measured against. Weighted sums are exact: amount x basis points. */

typedef struct {
  int64_t count, unweighted, weighted;
} funnel_cell;

typedef struct {
  int64_t won_count, won, open_count, open, weighted;
} grid_cell;

/* A1: open deals by stage. */
void funnel_query(size_t rows, const uint8_t *stage, const uint16_t *probability, const int64_t *amount,
                  const uint8_t *outcome_of_stage, funnel_cell *cells);

/* A2: won and open by owner and month. */
void grid_query(size_t rows, const uint8_t *owner, const uint8_t *month, const uint8_t *stage,
                const uint16_t *probability, const int64_t *amount, const uint8_t *outcome_of_stage, size_t months,
                grid_cell *cells);

/* A3: open deals of some owners in some months, by owner, quarter and category. */
void forecast_query(size_t rows, const uint8_t *owner, const uint8_t *month, const uint8_t *category,
                    const uint8_t *stage, const uint16_t *probability, const int64_t *amount,
                    const uint8_t *outcome_of_stage, const uint8_t *owner_passes, uint8_t first_month,
                    uint8_t end_month, size_t quarters, funnel_cell *cells);

#endif
