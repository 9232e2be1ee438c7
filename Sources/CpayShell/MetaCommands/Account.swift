extension MetaCommand {
  /// Goes over to another profile; a live one only once its name has been typed again.
  static let account = MetaCommand(
    name: "account", operand: .optional(.profile),
    summary: "go over to another profile; alone, which this is",
    examples: [":account"]
  ) { session, name in
    .told(name.isEmpty ? session.tellAccount() : await session.changeAccount(to: name))
  }
}

extension Session {
  fileprivate func tellAccount() -> ExitStatus {
    errors.sentence(label?.text ?? "no account is open", alarm: label?.alarm)
    let others = profileNames.filter { $0 != label?.profile }
    if !others.isEmpty {
      errors.sentence("`:account NAME` goes over to another: \(others.joined(separator: ", "))")
    }
    return .success
  }

  /// What going over to another account ends.
  var whatIsDropped: String {
    options.consent.isGiven
      ? "variables, results and the consent of the command line are dropped"
      : "variables and results are dropped"
  }

  fileprivate func changeAccount(to name: String) async -> ExitStatus {
    do throws(ConnectionError) {
      if try profile(name).isLive {
        let typed = await question?("\(name) is LIVE, and real money moves; type its name: ")
        guard typed?.trimmed == name else {
          errors.line("not confirmed; the account is the same as before")
          return .usage
        }
      }
      let dropped = whatIsDropped
      try await change(to: name)
      errors.sentence("\(label?.text ?? name) · \(dropped)", alarm: label?.alarm)
      return .success
    } catch {
      errors.sentence("cpay: \(error.message)")
      return error.status
    }
  }
}
