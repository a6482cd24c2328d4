import PipelinePlugins
import ToolSupport

extension FuzzTarget {
  /// Inputs that are right, from which others are made.
  package var seeds: [[UInt8]] { texts.map { Array($0.utf8) } }

  /// The length of the longest input that libFuzzer makes. What is long costs time, and finds nothing that a few settings, cells or
  /// digits would not.
  var longest: Int {
    switch self {
    case .amounts, .dates: 48
    case .csv, .filters: 160
    case .yaml, .mapping, .json: 384
    case .archive: 1_024
    }
  }

  /// Words that libFuzzer puts into inputs: those of the seeds, and the signs of the formats.
  var words: [[UInt8]] {
    let names = texts.flatMap { $0.split { !$0.isLetter && $0 != "_" && $0 != "-" } }.map { Array($0.utf8) }
    let fields = OpportunityBody.fields.fields.map { Array($0.name.description.utf8) }
    let all = names + FuzzMutator.pieces + (self == .mapping || self == .json ? fields : [])
    return Set(all).filter { (1...32).contains($0.count) }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private var texts: [String] {
    switch self {
    case .yaml: Self.configurations
    case .mapping: Self.mappings
    case .csv:
      ["id,who,step\nN,New,\"Call \"\"him\"\"\"\nopen,Acme,\"two\nlines\"\r\n\n", "\u{FEFF}a;b\n1;2\n", "a\tb\r1\t2\r"]
    case .archive:
      [
        """
        {"format":"sales-pipeline-archive","kinds":{"account":["name","source"]},"version":1}
        {"author":"anna","operation":"0189d1f0-7c4e-7a3b-8f00-0123456789ab","recorded_at":"2026-03-02T09:00:00Z"}
        {"created":["Acme",null],"effective_at":"2026-03-02T09:00:00Z","id":"0189d1f0-7c4e-7a3b-8f00-0123456789ac","kind":"account","sequence":1,"version":1}
        {"entries":1,"operations":1,"sha256":"0"}

        """
      ]
    case .json:
      [
        #"{"name":"Acme","owner":null,"attributes":{"a":"b"},"external_id":"A-1","standing":"customer"}"#,
        #"{"amount":{"minor_units":"100","currency":"EUR"},"expected_close_date":"2026-03-02","probability":"62.5"}"#,
        #"{"writes":9,"sha256":"ab"}"#,
        #"{"period":{"from":"2026-01-01","to":"2026-12-31"},"filters":[1e9,-0.5,"\ud83d\ude00"]}"#,
      ]
    case .amounts: ["1,234.56", "-0.005", "12.345,67 €", "1e9", "9223372036854775807", "(5.00)", "62.5", "٣"]
    case .dates:
      [
        "2026-02-28", "2026-02-30", "2026-03-02T09:00:00.5Z", "2026-03-02T09:00:00+05:45", "02/03/26", "45000",
        "2026-W09", "FY2027-P08",
      ]
    case .filters:
      [
        "{owners: [anna], amount: {from: 50, to: 1000}, outcomes: [open, won], categories: [pipeline]}",
        "{stages: [won], text: 'a b', attributes: {sector: metal}, products: [gtx]}",
        "{closing: {from: 2026-01-01, to: 2026-12-31}, probability: {from: 10, to: 62.5}, overdue: true}",
        "teams: [north]\ncurrencies: [EUR]\nchanged_since: 2026-01-01\naccount.sector: [metal]\nslipped: false\n",
      ]
    }
  }

  /// The starter, and one short configuration for each part of the file.
  private static let configurations: [String] = {
    let parts = [
      "history: [hash_chain, {grace_window: {after_creation: 2 hours}}]\n",
      "lookups:\n  OpportunityLine:\n    inline: {entries: [{key: a, label: {en: A, fr: B}, attributes: {list_price: \"4.00\"}}, b]}\n",
      "sales_cycles:\n  s:\n    close_date: 6 weeks\n    stages:\n      - {key: a, probability: 10, forecast: pipeline, next: [w], requires: [next_step]}\n      - {key: w, outcome: won}\n      - {key: l, outcome: lost}\n",
      "reports: {r: {period: this_quarter, group_by: [owner, stage], measures: [won, call], sort: [-won], limit: 3, compare: target}}\n",
      "reports: {r: {period: {from: 2026-01-01, to: 2026-12-31}, filters: {amount: {from: 5}}, as_of: 2026-12-31}}\n",
      "calendar: {fiscal_year_starts: april, pattern: 4-4-5, week_starts: monday, time_zone: Europe/Paris}\n",
      "probability: [{stated: {}}, {by_stage: {}}]\nweighting: {expected_value: {}}\nexporters: {csv: {}, json: {}}\n",
      "dashboard: {widgets: [key_figures, funnel, r], period: year, stuck_after: 30}\nlocale: fr\n",
    ]
    let beginning = "version: 1\nname: A\ncurrency: {base: EUR}\nstorage: memory\n"
    return [
      Starter.configuration,
      "a: &a [1, 'two', \"thr\\u0065e\"]\nb: *a\nc: |\n  long\n  text\nd: {<<: *a, e: !!str 5}\n", "- - - ? x\n: y\n",
    ] + parts.map { beginning + $0 }
  }()

  private static let mappings = [
    "{version: 1, opportunities: {accounts: create, fields: {external_id: id, account: who, next_step: step}}}",
    "version: 1\ncsv: {delimiter: ';', dates: dd/MM/yyyy, decimals: ','}\naccounts:\n  fields: {name: Name, external_id: Id}\n",
    "version: 1\nopportunities:\n  delimiter: \";\"\n  numbers: {decimal: \",\"}\n  encoding: windows-1252\n  fields: {external_id: Id, account: Company, product: Item, quantity: Qty, created_at: {column: C, dates: yyyy-MM-dd}}\n",
    "version: 1\nchanges:\n  file: t.csv\n  dates: \"yyyy-MM-dd HH:mm:ss\"\n  fields: {external_id: Id, at: At, field: {column: F, values: {Stage: status}}, value: New}\n",
  ]
}
