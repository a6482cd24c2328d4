#include "kernel_baseline.h"

void funnel_query(size_t rows, const uint8_t *stage, const uint16_t *probability, const int64_t *amount,
                  const uint8_t *outcome_of_stage, funnel_cell *cells) {
  for (size_t row = 0; row < rows; row++) {
    if (outcome_of_stage[stage[row]] != 0) continue;
    funnel_cell *cell = &cells[stage[row]];
    cell->count++;
    cell->unweighted += amount[row];
    cell->weighted += amount[row] * probability[row];
  }
}

void grid_query(size_t rows, const uint8_t *owner, const uint8_t *month, const uint8_t *stage,
                const uint16_t *probability, const int64_t *amount, const uint8_t *outcome_of_stage, size_t months,
                grid_cell *cells) {
  for (size_t row = 0; row < rows; row++) {
    grid_cell *cell = &cells[owner[row] * months + month[row]];
    switch (outcome_of_stage[stage[row]]) {
    case 0:
      cell->open_count++;
      cell->open += amount[row];
      cell->weighted += amount[row] * probability[row];
      break;
    case 1:
      cell->won_count++;
      cell->won += amount[row];
      break;
    default: break;
    }
  }
}

void forecast_query(size_t rows, const uint8_t *owner, const uint8_t *month, const uint8_t *category,
                    const uint8_t *stage, const uint16_t *probability, const int64_t *amount,
                    const uint8_t *outcome_of_stage, const uint8_t *owner_passes, uint8_t first_month,
                    uint8_t end_month, size_t quarters, funnel_cell *cells) {
  for (size_t row = 0; row < rows; row++) {
    if (month[row] < first_month || month[row] >= end_month) continue;
    if (!owner_passes[owner[row]] || outcome_of_stage[stage[row]] != 0) continue;
    funnel_cell *cell = &cells[(owner[row] * quarters + month[row] / 3) * 5 + category[row]];
    cell->count++;
    cell->unweighted += amount[row];
    cell->weighted += amount[row] * probability[row];
  }
}
