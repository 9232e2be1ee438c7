/// The commands of other tools, by what they do here.
extension ForeignStages {
  /// What another tool's command does here.
  enum Role {
    case take, last, extreme, ordered, compute, measure, skip, keep, search, sort, reverse, select,
      set,
      summarize, count,
      uniq, save, show, pass
    case read, describe, expand, join, chart
  }

  static let roles: [String: Role] = [
    "take": .take, "limit": .take, "head": .take, "first": .take, "top": .take, "fetch": .take,
    "last": .last, "tail": .last, "bottom": .last,
    "min_by": .extreme, "max_by": .extreme, "nlargest": .extreme, "nsmallest": .extreme,
    "skip": .skip, "offset": .skip, "drop": .skip,
    "where": .keep, "filter": .keep, "having": .keep, "where-object": .keep, "find": .keep,
    "query": .keep, "search": .search, "grep": .search, "rg": .search, "select-string": .search,
    "sort": .sort, "order": .sort, "orderby": .sort, "order_by": .sort, "sort-by": .sort,
    "sort_by": .sort, "sort-object": .sort, "sortby": .sort, "arrange": .sort, "sort_values": .sort,
    "sorted": .sort, "ordered": .sort,
    "reverse": .reverse, "rev": .reverse, "tac": .reverse, "reversed": .reverse,
    "select": .select, "project": .select, "fields": .select, "columns": .select, "map": .select,
    "select-object": .select, "cut": .select, "pick": .select, "pluck": .select, "get": .select,
    "keep": .select, "only": .select, "just": .select,
    "set": .set, "mutate": .set, "extend": .set, "assign": .set, "with_columns": .set, "eval": .set,
    "summarize": .summarize, "summarise": .summarize, "group": .summarize, "group-by": .summarize,
    "grouped": .summarize, "group_by": .summarize, "groupby": .summarize,
    "group-object": .summarize, "stats": .summarize,
    "aggregate": .summarize, "agg": .summarize, "value_counts": .summarize, "countby": .summarize,
    "count_by": .summarize,
    "tally": .summarize, "histogram": .summarize,
    "count": .count, "length": .count, "len": .count, "wc": .count, "size": .count,
    "measure-object": .measure, "measure": .measure, "nrow": .count, "tally()": .count,
    "sum": .compute, "avg": .compute, "mean": .compute, "average": .compute, "min": .compute,
    "max": .compute, "add": .compute, "total": .compute, "uniq-by": .uniq, "unique_by": .uniq,
    "uniq_by": .uniq,
    "egrep": .search, "fgrep": .search, "uniq": .uniq, "distinct": .uniq, "unique": .uniq,
    "dedup": .uniq, "drop_duplicates": .uniq,
    "get-unique": .uniq,
    "save": .save, "tee": .save, "out-file": .save, "export-csv": .save, "to_csv": .save,
    "to_json": .save, "write": .save, "export": .save, "into": .save, "output": .save,
    "dump": .save,
    "tojson": .show, "as": .show, "to": .show, "convertto-json": .show, "convertto-csv": .show,
    "format": .show,
    "jq": .show, "json": .show, "csv": .show, "yaml": .show, "tsv": .show, "ndjson": .show,
    "highest": .ordered, "lowest": .ordered, "newest": .ordered, "latest": .ordered,
    "oldest": .ordered, "biggest": .ordered,
    "largest": .ordered, "smallest": .ordered,
    "list": .pass, "less": .pass, "more": .pass, "cat": .pass, "bat": .pass, "print": .pass,
    "show": .pass,
    "display": .pass, "format-table": .pass, "table": .pass, "collect": .pass, "all": .pass,
    "tolist": .pass, "echo": .pass, "ft": .pass, "tostring": .pass, "toarray": .pass,
    "format-list": .pass, "out-gridview": .pass, "out-string": .pass, "column": .pass,
    "describe": .describe, "desc": .describe, "info": .describe, "schema": .describe,
    "getschema": .describe, "get-member": .describe, "gm": .describe,
    "read": .read, "open": .read, "load": .read, "import": .read, "import-csv": .read,
    "read_csv": .read, "type": .read, "get-content": .read, "from": .read,
    "chart": .chart, "plot": .chart, "bar": .chart, "hist": .chart,
    "return": .pass, "dedupe": .uniq, "deduplicate": .uniq,
    "include": .expand, "populate": .expand, "preload": .expand,
    "sortiere": .sort, "trier": .sort, "ordenar": .sort, "filtere": .keep, "filtrer": .keep,
    "wo": .keep,
    "filtrar": .keep,
    "expand": .expand, "join": .join, "merge": .join, "lookup": .join,
  ]

  /// What `to_csv`, `to-json` and their like write, by their names.
  static let writers: [String: String] = {
    var formats = Dictionary(
      uniqueKeysWithValues: OutputFormat.allCases.map { ($0.rawValue, $0.rawValue) })
    formats.merge(["markdown": "md", "yml": "yaml", "jsonl": "ndjson"]) { $1 }
    var writers: [String: String] = [:]
    for (name, format) in formats {
      for way in ["to", "as", "export", "print", "output"] {
        for sign in ["-", "_", ""] { writers[way + sign + name] = format }
      }
    }
    return writers
  }()

  /// What another tool's command does here; nil for a word that is none.
  static func role(of verb: String) -> Role? {
    roles[verb] ?? (writers[verb] == nil ? nil : .save)
  }

  /// Whether a word begins a stage, here or elsewhere.
  static func begins(_ verb: String) -> Bool { role(of: verb) != nil }

  /// The word that a stage begins with, with the parts that a dash joins, in small letters, and how
  /// many words it takes.
  static func verb(of words: [ForeignWord]) -> (name: String, length: Int) {
    guard let first = words.first else { return ("", 0) }
    if first == "?" { return ("where", 1) }
    guard words.count > 2, words[1].text == "-", words[1].isGlued, words[2].isGlued,
      words[2].isName,
      first.isName, !words[1].text.isEmpty, words.count < 4 || words[3].text != "=",
      role(of: "\(first.lower)-\(words[2].lower)") != nil
    else { return (first.lower, 1) }
    return ("\(first.lower)-\(words[2].lower)", 3)
  }
}
