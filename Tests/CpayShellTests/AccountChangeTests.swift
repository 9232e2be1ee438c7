import CpayTestSupport
import Testing

@testable import CpayShell

/// What a session keeps when it goes over to another account.
@Suite struct AccountChangeTests {
  private static let write = "dispute dp_a1 | close"

  @Test func `what was agreed to for an account is agreed to there alone`() async throws {
    var options = SessionOptions()
    options.connection = ConnectionOptions(sandbox: true, seed: "docs")
    options.keepsResults = true
    options.consent = ConsentOptions(applies: true, maximum: 5)
    let folder = try TemporaryDirectory()
    let silent = OutputStream { _ in }
    let session = Session(
      options, variables: [:], output: silent, errors: silent,
      files: FileAccess(folder: folder.path), question: nil)
    #expect(await session.answer(Self.write) == .ran(.success))
    #expect(await session.answer(":sandbox docs") == .told(.success))
    #expect(await session.answer(Self.write) == .ran(.waiting))
    // A bound is no consent, and holds on.
    #expect(session.options.consent.maximum == 5)
    await session.close()
  }
}
