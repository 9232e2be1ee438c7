import Testing

@testable import CpayShell

/// Which account a run works on, as a table.
@Suite struct AccountChoiceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var sandbox = false
    var option: String?
    var base: String?
    var variable: String?
    var key = false
    var keyBase: String?
    var standing: String?
    /// What is used; nil where the run is refused.
    var uses: String?
    var says = ""

    var testDescription: String {
      let parts = [
        sandbox ? "--sandbox" : nil, option.map { "--profile \($0)" },
        base.map { "--base-url \($0)" }, variable.map { "CPAY_PROFILE=\($0)" },
        key ? "CASAPAY_API_KEY" : nil, keyBase.map { "CASAPAY_API_BASE=\($0)" },
        standing.map { "default \($0)" },
      ]
      return parts.compactMap(\.self).joined(separator: " ")
    }
  }

  static let cases = [
    Case(uses: "nothing"),
    Case(standing: "d", uses: "d by the default profile"),
    Case(key: true, uses: "key at casapay"),
    Case(key: true, keyBase: "http://127.0.0.1:1", uses: "key at http://127.0.0.1:1"),
    Case(base: "https://b", key: true, keyBase: "https://e", uses: "key at https://b"),
    Case(
      key: true, standing: "d", uses: "key at casapay",
      says: "CASAPAY_API_KEY is used, not the default profile d"),
    Case(variable: "v", uses: "v by CPAY_PROFILE"),
    Case(variable: "v", key: true, uses: "v by CPAY_PROFILE"),
    Case(
      variable: "v", standing: "d", uses: "v by CPAY_PROFILE",
      says: "CPAY_PROFILE chooses v, not the default profile d"),
    Case(variable: "d", standing: "d", uses: "d by CPAY_PROFILE"),
    Case(option: "o", variable: "v", key: true, standing: "d", uses: "o by --profile"),
    Case(option: "o", uses: "o by --profile"),
    Case(sandbox: true, variable: "v", key: true, standing: "d", uses: "sandbox"),
    Case(sandbox: true, option: "o", says: "--sandbox and --profile exclude each other"),
    Case(sandbox: true, base: "https://b", says: "--sandbox and --base-url exclude each other"),
    Case(option: "o", base: "https://b", says: "--profile and --base-url exclude each other"),
    Case(base: "https://b", variable: "v", says: "CPAY_PROFILE names one"),
    Case(base: "https://b", variable: "v", key: true, says: "CPAY_PROFILE names one"),
    Case(base: "https://b", standing: "d", says: "--base-url goes with no profile"),
    Case(base: "https://b", uses: "nothing"),
    Case(keyBase: "https://e", standing: "d", uses: "d by the default profile"),
  ]

  @Test(arguments: cases)
  func `the strongest is used, and a variable that beats the default is told of`(
    wanted: Case
  ) throws {
    var options = ConnectionOptions()
    (options.sandbox, options.profile, options.baseURL) = (
      wanted.sandbox, wanted.option, wanted.base
    )
    var variables = ["CPAY_PROFILE": wanted.variable ?? ""]
    if wanted.key { variables["CASAPAY_API_KEY"] = "sk_test_x" }
    variables["CASAPAY_API_BASE"] = wanted.keyBase
    do throws(ConnectionError) {
      let choice = try AccountChoice(options, variables) { wanted.standing }
      #expect(choice.account.text == wanted.uses)
      #expect(choice.remark ?? "" == wanted.says)
    } catch {
      #expect(wanted.uses == nil)
      #expect(error.status == .usage)
      #expect(error.message.contains(wanted.says), "\(error.message)")
    }
  }

  @Test func `what was beaten is named, the strongest first`() throws {
    var options = ConnectionOptions()
    options.profile = "o"
    let choice = try AccountChoice(
      options, ["CPAY_PROFILE": "v", "CASAPAY_API_KEY": "sk_test_x"]
    ) { "d" }
    #expect(choice.beaten == ["CPAY_PROFILE=v", "CASAPAY_API_KEY", "the default profile d"])
  }
}

extension AccountChoice.Account {
  fileprivate var text: String {
    switch self {
    case .sandbox: "sandbox"
    case .profile(let name, let namer): "\(name) by \(namer.rawValue)"
    case .key(let base): "key at \(base?.text ?? "casapay")"
    case .none: "nothing"
    }
  }
}
