import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import CpayValue
import FoundationEssentials
import Testing

@testable import CpayShell

@Suite struct HelpTopicTests {
  /// Every word of the grammar, the catalog, the functions, the types, the objects and their values,
  /// and ways of writing that are asked about as they stand.
  static let words: [String] = {
    let resources = Resource.served + [.outcome]
    var words = CommandCatalog.standard.commands.map(\.name) + Function.allCases.map(\.rawValue)
    words += AggregateFunction.allCases.map(\.rawValue) + DiagnosticCodes.all.map { $0.rawValue }
    words += ValueType.named.keys.sorted() + ["id", "list", "rows", "plan", "record", "map"]
    words += [
      "cpay", "allow", "use", "param", "let", "def", "require", "explain", "and", "or", "not", "in",
      "contains", "matches", "if", "then", "else", "true", "false", "null", "now", "today", "asc",
      "desc",
      "==", "!=", "<", "<=", ">", ">=", "??", "+", "-", "*", "/", "|", "=", "$", "$(", "#", "[",
      "{",
    ]
    words += resources.flatMap { resource in
      [resource.name] + resource.fields.flatMap { [$0.name, "\(resource.name).\($0.name)"] }
    }
    words += RecordType.evidence.keys.flatMap { [$0.name, "evidence.\($0.name)"] }
    words += ValueType.named.keys.sorted().flatMap { name -> [String] in
      if case .enumeration(let type)? = ValueType.named[name] {
        type.members.map(\.name)
      } else {
        []
      }
    }
    words += OutcomeKind.allCases.map(\.rawValue)
    words += CommandCatalog.standard.commands.flatMap { command in
      command.arguments.compactMap { $0.name.map { "\(command.name) \($0)" } }
    }
    words += HelpList.allCases.map(\.rawValue) + HelpSubject.all.flatMap(\.names)
    words += MetaCommand.all.flatMap { [":" + $0.name, $0.name] }
    words += [
      "@", "@lease.json", "kind", "raw", "missing", "parallel", "canary", "on_error", "on_missing",
      "schema", "csv",
      "json", "eur", "1000eur", "48h", "enum", "inner", "left", "bar", "metadata.team", "digest",
      "duration?", "status?", "string?", "2024-02-08", "2024-02-08T12:00Z", "2024-02-08T12:00?",
      "12.5", "100_000", "vi",
      "id<charge>", "$due", "row[\"odd name\"]", "submit evidence=", "count()", "other(\"x\")",
    ]
    return Set(words).sorted()
  }()

  @Test(arguments: words)
  func `there is help on every word of the language`(_ word: String) throws {
    let lines = try #require(HelpTopic(word)).lines()
    #expect(lines.count > 1)
  }

  @Test(arguments: HelpTopicTests.words + HelpTopic.words)
  func `help is broken between words, whatever the columns`(_ word: String) throws {
    let topic = try #require(HelpTopic(word))
    let whole = topic.lines(width: 1000).joined(separator: " ").split(separator: " ")
    for width in [30, 60, 90] {
      let lines = topic.lines(width: width)
      #expect(lines.joined(separator: " ").split(separator: " ") == whole)
      for line in lines where DisplayText(line).width > width {
        // What does not fit is one word, perhaps behind the columns of a table.
        #expect(line.trimmed.split(separator: " ").count < 5, "\(line)")
      }
    }
  }

  @Test(arguments: [
    ("2024-02-08?", "2024-02-08"), ("2024-02-08T12:00?", "2024-02-08T12:00"), ("48h?", "48h"),
    ("help ??", "??"), ("help 2024-02-08", "2024-02-08"), ("take?", "take"), ("???", "??"),
  ])
  func `a value, a sign or a word is asked about as it stands`(typed: String, word: String) {
    guard case .command(let command, let operand) = MetaCommand.reading(typed) else {
      Issue.record("a program")
      return
    }
    #expect(command.name == "help" && operand == word)
  }

  @Test func `the keys of vi are told beside those of Emacs`() throws {
    let lines = try #require(HelpTopic("vi")).lines(width: 1000)
    #expect(lines.contains { $0.contains("Esc") } && lines.contains { $0.contains("Tab") })
    // With Alt, a letter is Escape and what it does in vi.
    #expect(!lines.contains { $0.contains("Alt-c") })
    #expect(try #require(HelpTopic("keys")).lines().contains { $0.contains("help vi") })
  }

  @Test func `the last column goes on below itself, or stands below the others on a narrow screen`()
  {
    let rows = [
      ["id", "id<dispute>", "the object's name"], ["hooks", "rows<webhook_endpoint>", "a b"],
    ]
    let lines = { (width: Int) in
      HangingLine.table(rows, indent: 0).flatMap { $0.lines(width: width) }
    }
    #expect(
      lines(48) == [
        "id     id<dispute>             the object's name", "hooks  rows<webhook_endpoint>  a b",
      ])
    #expect(
      lines(47) == [
        "id     id<dispute>             the object's", "                               name",
        "hooks  rows<webhook_endpoint>  a b",
      ])
    #expect(
      lines(40) == [
        "id     id<dispute>", "    the object's name", "hooks  rows<webhook_endpoint>", "    a b",
      ])
    #expect(
      lines(28) == [
        "id     id<dispute>", "    the object's name", "hooks", "  rows<webhook_endpoint>",
        "    a b",
      ])
  }

  @Test func `every example of a word is a program that is accepted`() {
    for word in LanguageWord.all {
      for example in word.examples {
        #expect(HelpTopicTests.refusal(of: example) == nil, "\(example)")
      }
    }
    for word in HelpTopicTests.words {
      let lines = HelpTopic(word)?.lines(width: 1000) ?? []
      guard let start = lines.lastIndex(where: { $0 == "example" || $0 == "examples" }) else {
        continue
      }
      for line in lines[(start + 1)...].prefix(while: { $0.hasPrefix("  ") }) {
        #expect(HelpTopicTests.refusal(of: line.trimmed) == nil, "\(word): \(line)")
      }
    }
  }

  /// The programs that help shows, each once.
  static let examples: [String] = {
    let shown = HelpTopicTests.words.flatMap { word -> [String] in
      let lines = HelpTopic(word)?.lines(width: 1000) ?? []
      guard let start = lines.lastIndex(where: { $0 == "example" || $0 == "examples" }) else {
        return []
      }
      return lines[(start + 1)...].prefix { $0.hasPrefix("  ") }.map(\.trimmed)
    }
    return Set(shown + LanguageWord.all.flatMap(\.examples)).sorted()
  }()

  /// Read or only planned where nobody agrees, and sent where somebody has: a sandbox takes it all.
  @Test(arguments: examples)
  func `every example runs in a sandbox`(_ program: String) async throws {
    func run(_ options: String...) async throws -> CommandRig.Run {
      let rig = try CommandRig()
      for name in try FileManager.default.contentsOfDirectory(atPath: ExamplesTests.folder) {
        let bytes = FileManager.default.contents(atPath: ExamplesTests.folder + "/" + name)
        try rig.folder.write(Array(bytes ?? Data()), to: name)
      }
      return await rig.cpay(["--sandbox", "--seed", "docs", "-c", program] + options, input: [])
    }
    let alone = try await run("--trace")
    guard alone.status == 10 else {
      #expect(alone.status == 0, "\(alone.errors)")
      return
    }
    #expect(alone.errors.contains("nothing was sent") && !alone.errors.contains("\nPOST "))
    let agreed = try await run("--apply", "--max", "8")
    #expect(agreed.status == 0, "\(agreed.errors)")
  }

  @Test func `there are examples of reading, planning and sending`() {
    #expect(HelpTopicTests.examples.count > 60)
    for word in ["submit", "draft", "close", "upload", "apply", "chart", "save"] {
      #expect(HelpTopicTests.examples.contains { $0.contains(word) }, "\(word)")
    }
  }

  @Test(arguments: [
    ("durtion", "duration"), ("stats", "status"), ("needs_respnse", "needs_response"),
    ("conatins", "contains"),
    ("custmer_name", "customer_name"), ("exit code", "exit codes"),
    ("submit evidnce", "submit evidence"),
  ])
  func `a slip gets the word that was meant`(typed: String, meant: String) {
    #expect(HelpTopic(typed) == nil)
    #expect(HelpTopic.missing(typed) == "there is no help on \(typed); did you mean \(meant)?")
  }

  @Test func `the reference gives the exit codes as help does`() throws {
    let lines = try #require(HelpTopic("exit codes")).lines(width: 1000)
    for status in ExitStatus.allCases {
      #expect(lines.contains { $0.contains("\(status.code)") && $0.hasSuffix(status.meaning) })
    }
  }

  /// Why a program is refused, but for files that are not there; nil where it is accepted.
  private static func refusal(of program: String) -> String? {
    let context = CheckContext(
      catalog: .standard, needsAllowance: false,
      files: { _ in .success(Array("{\"customer_name\": \"Ana\"}".utf8)) },
      records: { _, _, _ in .success(nil) })
    do {
      _ = try Checker.check(Source(program), context)
      return nil
    } catch {
      return error.diagnostics.map(\.line).joined(separator: "\n")
    }
  }

  @Test func `help on a command says all that is known of it`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("help", "join")
    #expect(
      run.output == """
        join ROWS on=COLUMN [kind=inner|left]
          add the columns of other rows that have the same key

          takes   rows
          gives   the rows with the other side's columns added
          effect  pure, streams

          on=    the column both sides have
          kind=  whether a row without a match is dropped, `inner`, or kept; `inner` by default

        examples
          disputes | join $(read @leases.csv) on=charge
          disputes | join $(read @leases.csv) on=charge kind=left | where lease_file == null

        """)
  }

  @Test func `every command of a session is explained by its name`() {
    for command in MetaCommand.all {
      for name in [":" + command.name, command.name, ":\(command.name)?"] {
        let lines = HelpTopic(name)?.lines() ?? []
        #expect(lines.contains(command.usage + ", in a session"), "\(name)")
        #expect(lines.contains { $0.contains(command.summary.prefix(20)) }, "\(name)")
      }
    }
    #expect(HelpTopic.missing(":tpye") == "there is no help on :tpye; did you mean :type?")
  }

  @Test(arguments: MetaCommand.all.flatMap(\.examples))
  func `an example of a command of a session can be typed`(_ line: String) async throws {
    let silent = OutputStream { _ in }
    var options = SessionOptions()
    options.connection = ConnectionOptions(sandbox: true, seed: "docs")
    options.keepsResults = true
    let session = Session(
      options, variables: [:], output: silent, errors: silent, files: FileAccess(folder: nil),
      question: nil)
    for before in ["disputes | take 1", "dispute dp_g7 | close"] {
      _ = await session.answer(before)
    }
    #expect(await session.answer(line).status == .success)
    await session.close()
  }

  @Test(arguments: [70, 80, 100, 120])
  func `the page of all commands fits a screen`(_ width: Int) {
    #expect(MetaCommand.page.flatMap { $0.lines(width: width) }.count < 40)
  }

  @Test func `a code may be written in either case`() {
    #expect(HelpTopic("e104")?.lines() == HelpTopic("E104")?.lines())
    #expect(HelpTopic("E104")?.lines().first == "E104  no such field")
  }

  @Test func `a word that is two things is explained as both`() throws {
    let lines = try #require(HelpTopic("count")?.lines())
    #expect(lines.first == "count")
    #expect(lines.contains("count() or count(x), in `summarize`"))
  }

  @Test func `the command line's own help comes where the word is none of these`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("help", "run")
    #expect(run.status == 0)
    #expect(run.output.contains("--approve"))
    #expect(HelpTopic("run") == nil)
    // What is both is told as the language has it, and where the other is found.
    let both = await rig.cpay("help", "apply")
    #expect(both.errors.contains("`cpay apply --help`"))
    let other = await rig.cpay("apply", "--help")
    #expect(other.status == 0 && other.output.contains("<file.plan>"))
    #expect(!other.output.contains("--sandbox"))
  }
}
