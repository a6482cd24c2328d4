/// The configuration that `pipeline init` writes, which the README's sample runs against.
public enum Starter {
  /// The text.
  public static let configuration = """
    # A sales pipeline. Check it with:   pipeline check sales.yaml
    # See every setting and default:     pipeline explain --config sales.yaml
    version: 1
    name: Direct sales
    locale: en                        # en or fr; labels may carry as many languages as you like
    currency: {base: EUR}             # totals are in this currency
    calendar: {fiscal_year_starts: january, time_zone: Europe/Paris}

    storage:
      sqlite: {path: sales.db}        # relative to this file; made where it does not exist

    # What people choose from. "stored" tables are edited with: pipeline lookups
    lookups:
      OpportunityLine:                # your products
        stored:
          seed:
            - {key: gtx-pro, label: GTX Pro, attributes: {list_price: "4821.00"}}
            - {key: gtx-basic, label: GTX Basic, attributes: {list_price: "550.00"}}
            - {key: mg-special, label: MG Special, attributes: {list_price: "55.00"}}
            - {key: support, label: {en: Support year, fr: Année de support}, attributes: {list_price: "1200.00"}}
      OpportunitySource:
        stored:
          seed:
            - {key: trade-show, label: {en: Trade show, fr: Salon}}
            - {key: web, label: Web}
            - {key: referral, label: {en: Referral, fr: Recommandation}}
            - {key: partner, label: {en: Partner, fr: Partenaire}}
      OpportunityCompetitor:
        stored: {seed: [acme, globex, initech]}
      OpportunityLossReason:
        stored:
          seed:
            - {key: price, label: {en: Price, fr: Prix}}
            - {key: timing, label: {en: Timing, fr: Calendrier}}
            - {key: fit, label: {en: Poor fit, fr: Inadapté}}

    # Stages in order; a new deal starts in the first. "next" limits where a deal may go, "requires" what must be filled.
    sales_cycles:
      direct:
        label: {en: Direct sales, fr: Vente directe}
        close_date: 6 weeks           # how far ahead a new deal is expected to close
        stages:
          - {key: prospecting, label: {en: Prospecting, fr: Prospection}, probability: 10, forecast: pipeline}
          - {key: qualification, label: {en: Qualification, fr: Qualification}, probability: 25, forecast: pipeline}
          - {key: negotiation, label: {en: Negotiation, fr: Négociation}, probability: 60, forecast: best_case,
             requires: [next_step]}
          - {key: won, label: {en: Won, fr: Gagnée}, outcome: won}
          - {key: lost, label: {en: Lost, fr: Perdue}, outcome: lost, requires: [loss_reason]}

    history: [{grace_window: {after_creation: 2 hours}}]   # changes before that stay out of the history
    probability: [{stated: {}}, {by_stage: {}}]            # a person's own figure wins over the stage's
    weighting: {expected_value: {}}                        # amount times probability

    exporters: {csv: {}, xlsx: {}, ods: {}, json: {}, html: {}}
    dashboard: {widgets: [key_figures, funnel, sales_year, sales_grid, attention], period: quarter}

    # What people should win. Without the #, the report "coverage" at the end says how far the open deals reach.
    # targets:
    #   listed:
    #     - {owner: anna, period: 2027-Q1, amount: 250000}

    reports:
      this-quarter:
        title: {en: This quarter, fr: Ce trimestre}
        period: this_quarter
        group_by: [owner, forecast]
      forecast-call:                  # what people expect, beside what their deals add up to: pipeline calls set 250000
        title: {en: Forecast call, fr: Annonces}
        period: this_quarter
        group_by: [owner]
        measures: [won, commit, best_case, weighted, call, adjustment, adjusted_call]
      this-year-by-quarter:
        title: {en: This year by quarter, fr: L'année par trimestre}
        period: this_year
        group_by: [quarter, owner]
      leaderboard:                    # who won most this year
        title: {en: Leaderboard, fr: Classement}
        period: this_year
        group_by: [owner]
        measures: [rank, won, win_rate, average_deal]
        sort: [-won]
        limit: 10
      top-deals:                      # a row for each of the ten largest open deals
        title: {en: Top deals, fr: Plus grandes affaires}
        period: all
        group_by: [deal, owner, stage, close_date]
        filters: {outcomes: [open]}
        measures: [amount]
        sort: [-amount]
        limit: 10
      win-loss:                       # the last twelve months: who else bid, and how often you won
        title: {en: Won and lost by competitor, fr: Gagné et perdu par concurrent}
        period: {rolling_months: -12}
        group_by: [competitor]
        filters: {outcomes: [won, lost]}
        measures: [deals_won, deals_lost, won, lost, win_rate]
      win-loss-by-source:
        title: {en: Won and lost by source, fr: Gagné et perdu par origine}
        period: {rolling_months: -12}
        group_by: [source]
        filters: {outcomes: [won, lost]}
        measures: [deals_won, deals_lost, won, lost, win_rate]
      win-loss-by-product:            # a deal counts for each of its products, its amount by their lines
        title: {en: Won and lost by product, fr: Gagné et perdu par produit}
        period: {rolling_months: -12}
        group_by: [product]
        filters: {outcomes: [won, lost]}
        measures: [deals_won, deals_lost, won, lost, win_rate_value]
      win-loss-by-owner:
        title: {en: Won and lost by salesperson, fr: Gagné et perdu par responsable}
        period: {rolling_months: -12}
        group_by: [owner]
        filters: {outcomes: [won, lost]}
        measures: [deals_won, deals_lost, won, lost, win_rate]
        sort: [-win_rate]
      losses:                         # why deals were lost, and to whom
        title: {en: Lost by reason and competitor, fr: Perdu par motif et concurrent}
        period: {rolling_months: -12}
        group_by: [loss_reason, competitor]
        filters: {outcomes: [lost]}
        measures: [count, lost]
        sort: [-lost]
      velocity:                       # what a day brings: open deals x win rate x average deal / days of a won deal
        title: {en: Velocity, fr: Vélocité}
        period: all
        group_by: [owner]
        measures: [win_rate, average_deal, average_won_cycle, velocity]
        sort: [-velocity]
      time-in-stage:                  # how long deals stayed in each stage that they entered, and how many moved on
        title: {en: Time in stage by salesperson, fr: Temps par étape et par responsable}
        period: {rolling_months: -12}
        dated_by: entered
        group_by: [owner, stage]
        measures: [entered, moved_on, conversion, average_stay, median_stay]
      ageing:                         # how long open deals are in their stage
        title: {en: Ageing of open deals, fr: Ancienneté des affaires ouvertes}
        period: all
        group_by: [stage, days_in_stage]
        filters: {outcomes: [open]}
        measures: [count, amount, average_stage_age]
      overdue:                        # open deals past their close date
        title: {en: Overdue deals, fr: Affaires en retard}
        period: all
        group_by: [owner, days_overdue]
        filters: {overdue: true}
        measures: [count, amount, average_overdue]
      slipped:                        # close dates that were moved to a later day: how often, and by how long
        title: {en: Slipped deals, fr: Affaires décalées}
        period: this_year
        group_by: [owner]
        filters: {outcomes: [open, won, lost]}   # what was lost in the end slipped too
        measures: [slipped, slipped_share, slipped_amount, slips, average_slip]
        sort: [-slipped_amount]
      created:                        # new deals by the quarter of their creation, at what they are worth now
        title: {en: Pipeline created, fr: Pipeline créé}
        period: {rolling_months: -12}
        dated_by: created
        group_by: [created_quarter, source]
        filters: {outcomes: [open, won, lost]}
        measures: [count, amount, won, lost]
      # coverage:
      #   title: {en: Coverage of the target, fr: Couverture de l'objectif}
      #   period: this_quarter
      #   group_by: [owner]
      #   measures: [target, won, missing, coverage, coverage_unweighted]

    """
}
