import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// What there is to say of one word of the language, or of the shell around it.
///
/// All of it derives from the declarations: commands and their options, functions, types and their
/// members, the fields of resources, codes, keys. Words without a declaration of their own stand in
/// ``/CpayLanguage/LanguageWord``, subjects in ``HelpSubject``.
struct HelpTopic {
  private let parts: [[HangingLine]]

  /// Help on `name`; nil for what is no word of ours.
  init?(_ name: String) {
    let name = HelpTopic.plain(name)
    let words = name.split(separator: " ").map(String.init)
    guard let word = words.first else { return nil }
    var parts: [[HangingLine]] = []
    switch words.count {
    case 1: parts = HelpTopic.parts(on: word)
    case 2: parts = HelpTopic.option(words[1], of: word).map { [$0] } ?? []
    default: break
    }
    if let command = MetaCommand.named(name) { parts.append(HelpTopic.command(command)) }
    if let list = HelpList.named(name) { parts.append(list.lines) }
    if let subject = HelpSubject.named(name) { parts.append(subject.lines) }
    guard !parts.isEmpty else { return nil }
    self.parts = parts
  }

  /// What there is to say, which is never nothing.
  var lines: [HangingLine] { Array(parts.joined(separator: [HangingLine("")])) }

  /// The same in lines of at most so many columns.
  func lines(width: Int = 100) -> [String] { HelpTopic.lines(lines, width: width) }

  /// Lines of help in lines of at most so many columns.
  static func lines(_ lines: [HangingLine], width: Int) -> [String] {
    lines.flatMap { $0.lines(width: max(20, width)) }
  }

  /// The word that a way of writing is asked by: `row` of `row["a b"]`, `id` of `id<charge>`.
  private static func plain(_ name: String) -> String {
    let name = name.trimmed
    if name.hasPrefix("row[") { return "row" }
    if name.hasPrefix("$"), name != "$(" { return "$" }
    if name.hasPrefix("@") { return "@" }
    if name.hasPrefix("other(") { return "other" }
    if let angle = name.firstIndex(of: "<"), angle > name.startIndex {
      return String(name[..<angle])
    }
    if name.hasSuffix("?"), name.count > 1, name != "??" { return plain(String(name.dropLast())) }
    if name.hasPrefix("metadata."), name.count > 9 { return "map" }
    if name.first?.isNumber == true {
      if Literals.money(name) != nil { return "money" }
      if Timestamp(iso: name) != nil { return "timestamp" }
      if name.allSatisfy({ $0.isNumber || $0 == "_" }) { return "int" }
      if name.allSatisfy({ $0.isNumber || $0 == "." || $0 == "_" }) { return "decimal" }
      let unit = name.drop(while: \.isNumber)
      if unit.count == 1, "smhdw".contains(unit) { return "duration" }
    }
    if name.hasSuffix("()") { return String(name.dropLast(2)) }
    if name.hasSuffix("="), name.count > 2, name != "==", name != "!=" {
      return String(name.dropLast())
    }
    return name
  }

  /// What to say of a word there is no help on.
  static func missing(_ name: String) -> String {
    "there is no help on \(name)"
      + (near(name).map { "; did you mean \($0)?" } ?? "; `help topics` lists what there is")
  }

  /// The word that was meant by one there is no help on; nil where none is near.
  static func near(_ name: String) -> String? {
    Suggestion.nearest(to: plain(name), among: words)
  }

  /// Every word that there is help on.
  static let words: [String] = {
    let catalog = CommandCatalog.standard.commands
    let resources = Resource.served + [.outcome]
    let fields = resources.flatMap(\.fields)
    var words = catalog.map(\.name) + Function.allCases.map(\.rawValue)
    words += AggregateFunction.allCases.map(\.rawValue) + LanguageWord.all.flatMap(\.names)
    words += ValueType.named.keys.sorted() + resources.map(\.name)
    words += fields.map(\.name) + RecordType.evidence.keys.map(\.name)
    words += enums.flatMap { $0.members.map(\.name) }
    words += MetaCommand.all.map { ":" + $0.name }
    words += HelpList.allCases.map(\.rawValue) + HelpSubject.all.flatMap(\.names)
    words += catalog.flatMap { command in
      command.arguments.compactMap(\.name).flatMap { [$0, "\(command.name) \($0)"] }
    }
    var known: Set<String> = []
    return words.filter { known.insert($0).inserted }
  }()

  /// The types whose values are words.
  static var enums: [EnumType] {
    ValueType.named.keys.sorted().compactMap { name in
      if case .enumeration(let type)? = ValueType.named[name] { type } else { nil }
    } + [.outcome]
  }

  // MARK: Parts

  private static func parts(on word: String) -> [[HangingLine]] {
    var parts: [[HangingLine]] = []
    if let command = CommandCatalog.standard.command(word) { parts.append(self.command(command)) }
    if let function = Function(rawValue: word) {
      parts.append([HangingLine(function.usage), .prose(function.summary)])
    }
    if let function = AggregateFunction(rawValue: word) {
      parts.append([HangingLine(function.usage + ", in `summarize`"), .prose(function.summary)])
    }
    if let known = LanguageWord.named(word) { parts.append(self.word(known)) }
    if let type = enums.first(where: { $0.typeName == word }) {
      parts.append(
        [HangingLine("\(word) is one of")]
          + HangingLine.table(type.members.map { [$0.name, $0.doc] }))
    }
    parts += values(word)
    parts += CommandCatalog.standard.commands.compactMap { option(word, of: $0.name) }
    if let code = DiagnosticCodes.named(word) { parts.append(self.code(code)) }
    // Some currencies are called as other words are.
    if parts.isEmpty, Currency(word)?.minorDigits != nil, let known = LanguageWord.named("currency")
    {
      parts.append(self.word(known))
    }
    return parts
  }

  /// What a word is that names a part of the objects: a resource, a field, a key, a member.
  private static func values(_ word: String) -> [[HangingLine]] {
    var parts: [[HangingLine]] = []
    let resources = Resource.served + [.outcome]
    if let resource = resources.first(where: { $0.name == word || $0.plural == word }),
      CommandCatalog.standard.command(word) == nil
    {
      parts.append(
        [HangingLine("\(resource.name): \(resource.doc)"), HangingLine(""), HangingLine("fields")]
          + fields(resource))
    }
    if word == RecordType.evidence.name {
      parts.append(
        [
          HangingLine("evidence={KEY: VALUE, …}, evidence=@FILE.json"),
          .prose("what is sent to the bank, with the keys"),
        ]
          + HangingLine.table(RecordType.evidence.keys.map { [$0.name, $0.type.typeName, $0.doc] })
          + examples([
            #"dispute dp_a1 | draft evidence={customer_name: "Ana"}"#,
            "dispute dp_a1 | draft evidence=@lease.json",
          ]))
    }
    let path = word.split(separator: ".", maxSplits: 1).map(String.init)
    let owners = resources.filter { path.count < 2 || $0.name == path[0] || $0.plural == path[0] }
    let name = path.count < 2 ? word : path[1]
    let found = owners.compactMap { owner in owner.field(name).map { (owner, $0) } }
    if !found.isEmpty { parts.append(field(name, found)) }
    if path.count < 2 || path[0] == "evidence", let key = RecordType.evidence.key(name) {
      parts.append(
        [HangingLine("evidence.\(name): \(key.type.typeName)"), .prose(key.doc)]
          + examples(["disputes | where evidence.\(name) != null"]))
    }
    let types = enums.compactMap { type in type.members.first { $0.name == word }.map { (type, $0) }
    }
    if !types.isEmpty {
      parts.append(
        [HangingLine("\(word), a value of")]
          + HangingLine.table(types.map { [$0.typeName, $1.doc] })
          + examples(example(of: word, types[0].0).map { [$0] } ?? []))
    }
    return parts
  }

  private static func field(_ name: String, _ found: [(Resource, Resource.Field)]) -> [HangingLine]
  {
    let rows = found.map { owner, field in
      [
        "\(owner.name).\(name)", field.type.typeName,
        field.doc + (field.isServerFilter ? "; the API filters by it" : ""),
      ]
    }
    let owner = found.first { owner, _ in CommandCatalog.standard.command(owner.plural) != nil }?.0
    let key = name == "id" ? "id" : "id, \(name)"
    return [HangingLine("\(name), a field")] + HangingLine.table(rows)
      + examples(owner.map { ["\($0.plural) | select \(key)"] } ?? [])
  }

  /// A program that compares with a member, where objects that have one can be listed.
  private static func example(of member: String, _ type: EnumType) -> String? {
    for resource in Resource.served where CommandCatalog.standard.command(resource.plural) != nil {
      let field = resource.fields.first { field in
        if case .enumeration(let other) = field.type.type { other == type } else { false }
      }
      if let field { return "\(resource.plural) | where \(field.name) == \(written(member))" }
    }
    return nil
  }

  /// A member as a program writes it: in quotes where it is no word.
  private static func written(_ member: String) -> String {
    member.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      ? member : TextLiteral.quoted(member)
  }

  private static func option(_ name: String, of command: String) -> [HangingLine]? {
    guard let command = CommandCatalog.standard.command(command),
      let option = command.arguments.first(where: { $0.name == plain(name) })
    else { return nil }
    let usage = command.usage.split(separator: " ").first { $0.contains("\(plain(name))=") }
    var lines = [HangingLine("\(command.name) \(usage ?? "\(name)=")"), .prose(option.doc)]
    if name == RecordType.evidence.name {
      lines += HangingLine.table(
        RecordType.evidence.keys.map { [$0.name, $0.type.typeName, $0.doc] })
    }
    return lines + examples(command.examples.filter { $0.contains("\(name)=") })
  }

  private static func word(_ word: LanguageWord) -> [HangingLine] {
    [HangingLine(word.usage), .prose(word.meaning)] + examples(word.examples)
  }

  private static func examples(_ programs: [String]) -> [HangingLine] {
    guard !programs.isEmpty else { return [] }
    return [HangingLine(""), HangingLine(programs.count > 1 ? "examples" : "example")]
      + programs.map { HangingLine("  " + $0, hang: 4) }
  }

  private static func fields(_ resource: Resource) -> [HangingLine] {
    HangingLine.table(resource.fields.map { [$0.name, $0.type.typeName, $0.doc] })
  }

  private static func command(_ command: CommandDeclaration) -> [HangingLine] {
    var lines = [HangingLine(command.usage, hang: 4), .prose(command.summary), HangingLine("")]
    lines += HangingLine.table([
      ["takes", command.takes], ["gives", command.gives], ["effect", command.reach],
    ])
    if !command.arguments.isEmpty {
      lines +=
        [HangingLine("")]
        + HangingLine.table(command.arguments.map { ["\($0.name ?? "")=", $0.doc] })
    }
    if case .objects(let resource) = command.yield, command.kind == .source {
      lines += [HangingLine(""), HangingLine("fields")] + fields(resource)
    }
    return lines + [HangingLine(""), HangingLine("examples")]
      + command.examples.map { HangingLine("  " + $0, hang: 4) }
  }

  private static func command(_ command: MetaCommand) -> [HangingLine] {
    let synonyms = command.synonyms.map { "`\($0)`" }.joined(separator: ", ")
    return [HangingLine(command.usage + ", in a session"), .prose(command.summary)]
      + (synonyms.isEmpty ? [] : [.prose("also " + synonyms)])
      + (command.examples.isEmpty ? [] : [HangingLine("")])
      + command.examples.map { HangingLine("  " + $0, hang: 4) }
  }

  private static func code(_ code: any DiagnosticCode) -> [HangingLine] {
    let guide = code.guide
    var lines = [HangingLine("\(code.rawValue)  \(guide.title)")]
    lines += WrappedText.lines(guide.meaning, width: 80, indent: 2).map { HangingLine($0) }
    for (label, program) in [("refused", guide.example), ("instead", guide.instead)] {
      guard let program else { continue }
      let word = code.severity == .warning && label == "refused" ? "remarked on" : label
      lines +=
        [HangingLine(""), HangingLine(word)]
        + program.split(separator: "\n").map { HangingLine("  " + $0, hang: 4) }
    }
    return lines
  }
}
