import CpayModel
import CpaySyntax

extension ForeignArguments {
  /// The stages that an option of a command line asks for, and how many words it takes:
  /// `--json id,amount`, `-o yaml`, `--all`; nil for any other.
  static func option(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> (made: [[ForeignWord]], length: Int)? {
    let name = words[0].lower
    let isBy = words.count > 2 && words[1] == "-" && words[1].isGlued && words[2].lower == "by"
    let sign = isBy ? 3 : 1
    let start = words.count > sign && ["=", ":"].contains(words[sign].text) ? sign + 1 : sign
    let value = Array(words.dropFirst(start).prefix { $0 != "-" || $0.isGlued })
    let whole = start + value.count
    func format(_ name: String) -> [[ForeignWord]]? { stages.shown(foreignWords(name), "as") }
    switch name {
    case "all", "paginate": return value.isEmpty ? ([], 1) : nil
    case "json":
      guard !value.isEmpty else { return ([foreignWords("as", "json")], 1) }
      return stages.selected(value).map { ($0 + [foreignWords("as", "json")], whole) }
    case "csv", "yaml", "tsv", "ndjson", "md", "table":
      return value.isEmpty ? format(name).map { ($0, 1) } : nil
    case "o", "output", "format", "f":
      guard value.count == 1 else { return nil }
      if let made = format(value[0].saying ?? value[0].text) { return (made, whole) }
      return nil
    case "l", "limit", "n", "first", "max":
      guard value.count == 1, value[0].isDigits else { return nil }
      return ([foreignWords("take", value[0].text)], whole)
    case "jq", "q":
      guard value.count == 1, value[0].isText else { return nil }
      return stages.stages(foreignWords("jq") + value).map { ($0, whole) }
    case "expand", "include":
      guard value.count == 1, let other = ForeignNames.resource(value[0].saying ?? value[0].text)
      else { return nil }
      return ([foreignWords("expand", other.name)], whole)
    case "sort", "order", "orderby": return stages.sorted(value).map { ($0, whole) }
    case "fields", "columns", "select": return stages.selected(value).map { ($0, whole) }
    case "filter", "where", "query", "search":
      let said = value.count == 1 ? value[0].saying : nil
      let condition = said.map { [ForeignWord](reading: $0) } ?? value
      guard condition.count > 2 else { return nil }
      return ([foreignWords("where") + stages.condition(condition)], whole)
    default: return nil
    }
  }
}
