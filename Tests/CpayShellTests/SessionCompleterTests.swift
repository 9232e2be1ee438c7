import CpayLanguage
import CpayTestSupport
import Testing

@testable import CpayShell

/// What may be typed next in a session.
@Suite struct SessionCompleterTests {
  /// A session of the sandbox that has run those lines.
  private static func session(
    after lines: [String] = [], with files: [String: String] = [:]
  ) async throws -> (Session, TemporaryDirectory) {
    let folder = try TemporaryDirectory(files)
    var options = SessionOptions()
    options.connection = ConnectionOptions(sandbox: true, seed: "docs")
    options.keepsResults = true
    let silent = OutputStream { _ in }
    let session = Session(
      options, variables: [:], output: silent, errors: silent,
      files: FileAccess(folder: folder.path), question: nil)
    for line in lines { _ = await session.answer(line) }
    return (session, folder)
  }

  private static func texts(_ session: Session, _ marked: String) -> [String] {
    let parts = marked.split(separator: "│", omittingEmptySubsequences: false)
    return session.completer.candidates(in: parts.joined(), at: parts[0].utf8.count).map(\.text)
  }

  @Test(arguments: [
    (":│", MetaCommand.all.map { ":" + $0.name }), (":re│", [":resume"]),
    ("  :ty│", [":type", ":types"]),
    (":t│ype disputes", [":type", ":time", ":types", ":tour"]), (":nothing │", []), (":quit │", []),
    (":history sub│", []), (":last js│", ["json"]), (":last json x│", []),
    (":help wh│", ["where"]), ("help sub│", ["submit"]),
    (":help :ru│", [":runs"]), (":tour │", ["end", "start"]),
    (":schema fil│", ["files", "file_purpose"]),
    (":schema dispute_s│", ["dispute_status"]), (":schema $p│", ["$plan"]),
    (":type disputes status=wo│", ["won"]), (":time disputes | tak│", ["take"]),
    (":plan │", ["$plan"]), (":plan $│", ["$plan"]), ("disputes status=wo│", ["won"]),
    ("$pl│", ["$plan"]), (":account │", []),
  ])
  func `a command's name, then what it is about`(marked: String, texts: [String]) async throws {
    let (session, _) = try await SessionCompleterTests.session(
      after: ["let plan = dispute dp_g7 | close", "let n = 5"])
    #expect(SessionCompleterTests.texts(session, marked) == texts)
    await session.close()
  }

  @Test func `what is proposed stands in its place`() async throws {
    let (session, _) = try await SessionCompleterTests.session()
    let text = " :type disputes status=wo"
    let found = try #require(
      session.completer.candidates(in: text, at: text.utf8.count).first)
    #expect(found.range == 23..<25)
    let name = try #require(session.completer.candidates(in: " :typ", at: 5).first)
    #expect(
      name
        == Completion.Candidate(
          ":type", 1..<5, .sessionCommand, type: "P", meaning: MetaCommand.type.summary))
  }

  @Test func `ids are those shown, the last first`() async throws {
    let (session, _) = try await SessionCompleterTests.session()
    #expect(SessionCompleterTests.texts(session, "dispute │").isEmpty)
    _ = await session.answer("disputes | where status == lost | select id, charge")
    _ = await session.answer("disputes | where amount > 2000eur | take 1")
    let lost = SessionCompleterTests.texts(session, "dispute │").filter { $0.hasPrefix("dp_") }
    #expect(!lost.isEmpty)
    _ = await session.answer("dispute dp_a1")
    #expect(SessionCompleterTests.texts(session, "dispute │").first == "dp_a1")
    #expect(SessionCompleterTests.texts(session, "disputes charge=│").first == "ch_1")
    #expect(!SessionCompleterTests.texts(session, "disputes charge=│").contains("dp_a1"))
    await session.close()
  }

  @Test func `the currency seen most comes first`() async throws {
    let (session, _) = try await SessionCompleterTests.session()
    #expect(
      SessionCompleterTests.texts(session, "disputes | where amount > 5│").first == "5eur")
    _ = await session.answer("disputes | where currency == usd or currency == gbp | take 2")
    _ = await session.answer("disputes | where currency == usd")
    let found = SessionCompleterTests.texts(session, "disputes | where amount > 5│")
    #expect(found.prefix(3) == ["5usd", "5gbp", "5eur"])
    await session.close()
  }

  @Test func `runs are those of the account`() async throws {
    let (session, _) = try await SessionCompleterTests.session()
    session.options.consent = ConsentOptions(applies: true, maximum: 1)
    _ = await session.answer("dispute dp_a1 | close")
    let runs = SessionCompleterTests.texts(session, ":runs │")
    #expect(runs.count == 1)
    #expect(runs == SessionCompleterTests.texts(session, ":resume run_│"))
    await session.close()
  }

  @Test func `columns of a file are known where looking at it takes no time`() async throws {
    let large = "id,big\n" + String(repeating: "dp_1,2\n", count: 20_000)
    let (session, folder) = try await SessionCompleterTests.session(
      with: ["small.csv": "id,small\ndp_1,2\n", "large.csv": large])
    #expect(SessionCompleterTests.texts(session, "read @small.csv | where sm│") == ["small"])
    #expect(SessionCompleterTests.texts(session, "read @large.csv | where bi│") == [])
    #expect(SessionCompleterTests.texts(session, "read @none.csv | where bi│") == [])
    withExtendedLifetime(folder) {}
  }
}
