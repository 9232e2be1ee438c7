extension MetaCommand {
  /// Begins the tour, in a sandbox, or goes on with it.
  static let tour = MetaCommand(
    name: "tour", operand: .optional(.walk),
    summary: "two minutes in a sandbox; you type every step",
    examples: [":tour", ":tour end", ":tour start"]
  ) { session, word in .told(await session.takeTour(word)) }

  /// Goes over to a sandbox.
  static let sandbox = MetaCommand(
    name: "sandbox", operand: .optional(.seed),
    summary: "go over to a sandbox, where nothing is real",
    examples: [":sandbox", ":sandbox docs"]
  ) { session, seed in
    let dropped = session.whatIsDropped
    return .told(
      await session.enterSandbox(seed.isEmpty ? nil : seed) { "\($0) · \(dropped)" })
  }
}

extension Session {
  /// Goes over to a sandbox with that seed, and says so.
  fileprivate func enterSandbox(
    _ seed: String?, _ sentence: (_ label: String) -> String
  ) async -> ExitStatus {
    do throws(ConnectionError) {
      try await changeToSandbox(seed)
      errors.sentence(sentence(label?.text ?? "sandbox"))
      return .success
    } catch {
      errors.sentence("cpay: \(error.message)")
      return error.status
    }
  }

  fileprivate func takeTour(_ word: String) async -> ExitStatus {
    switch (word, tour?.step) {
    case ("", let step?):
      tour?.isLeft = false
      _ = tour?.goBack(snapshots.results["_"])
      tell(tour?.step ?? step)
      return .success
    case ("", nil), ("start", _): return await beginTour()
    case ("end", nil):
      errors.sentence("no tour is being taken; `:tour` begins one")
      return .success
    case ("end", _?):
      tour?.isLeft = true
      errors.sentence("the tour is left; `:tour` goes on with it, `:tour start` begins anew")
      return .success
    default:
      errors.sentence(
        "cpay: `:tour` goes on with the tour, `:tour end` leaves it, `:tour start` begins anew")
      return .usage
    }
  }

  private func beginTour() async -> ExitStatus {
    let status = await enterSandbox("docs") {
      "\($0): eight disputes that are nobody's; what is sent stays in this process"
    }
    guard status == .success else { return status }
    tour = Tour()
    tell(Tour.start)
    tell(Tour.steps[0])
    return .success
  }

  /// Goes on with the tour where a line has done what its step asks for; else says what is still
  /// wanted.
  func followTour(_ line: String, _ answer: SessionAnswer) {
    guard var tour, !tour.isLeft, answer != .leave else { return }
    if case .command(let command, _)? = MetaCommand.reading(line),
      [MetaCommand.tour.name, MetaCommand.account.name, MetaCommand.sandbox.name]
        .contains(command.name)
    {
      return
    }
    let last = snapshots.results["_"]
    let move = tour.follow(Tour.TypedStep(line: line, answer: answer, last: last))
    self.tour = tour.step == nil ? nil : tour
    switch (move, tour.step) {
    case (.on, let step?): tell(step)
    case (.on, nil): for line in Tour.end { tell(line) }
    case (.back, let step?):
      tell("")
      tell("The last result is no longer what the tour goes on from; make it again:")
      tell("  \(step.program)")
    case (.stay, let step?):
      tell("the tour wants \(step.wanted) (`:tour end` leaves it):")
      tell("  \(step.program)")
    case (.back, nil), (.stay, nil): break
    }
  }

  private func tell(_ step: Tour.Step) {
    tell("")
    tell(step.reason)
    tell("  \(step.program)")
  }

  private func tell(_ line: String) {
    if line.hasPrefix("  ") { errors.line(line) } else { errors.sentence(line) }
  }
}
