extension MetaCommand {
  /// Begins the tour, in a sandbox.
  static let tour = MetaCommand(
    name: "tour", summary: "two minutes in a sandbox, in which you type every step"
  ) { session, _ in .told(await session.beginTour()) }

  /// Goes over to a sandbox.
  static let sandbox = MetaCommand(
    name: "sandbox", operand: .optional(.seed),
    summary: "go over to a sandbox in this process, where nothing is real"
  ) { session, seed in
    .told(
      await session.enterSandbox(seed.isEmpty ? nil : seed) {
        "\($0) · variables and results are dropped"
      })
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

  fileprivate func beginTour() async -> ExitStatus {
    let status = await enterSandbox("docs") {
      "\($0): eight disputes that are nobody's; what is sent stays in this process"
    }
    guard status == .success else { return status }
    tour = Tour()
    tell(Tour.steps[0])
    return .success
  }

  /// Goes on with the tour where a line has done what its step asks for.
  func followTour(_ line: String, _ answer: SessionAnswer) {
    guard var tour, answer != .leave else { return }
    if case .command(let command, _)? = MetaCommand.reading(line),
      [MetaCommand.tour.name, MetaCommand.account.name, MetaCommand.sandbox.name]
        .contains(command.name)
    {
      // What is somewhere else is not gone on with.
      if command.name != MetaCommand.tour.name { self.tour = nil }
      return
    }
    guard let step = tour.step else { return }
    if step.isDone(line, answer, snapshots.results["_"]) {
      tour.goOn()
      self.tour = tour.step == nil ? nil : tour
      if let next = tour.step { tell(next) } else { for line in Tour.end { tell(line) } }
    } else {
      tell("the tour goes on with: \(step.program)")
    }
  }

  private func tell(_ step: Tour.Step) {
    tell("")
    for line in step.reason { tell(line) }
    tell("  \(step.program)")
  }

  private func tell(_ line: String) {
    if line.hasPrefix("  ") { errors.line(line) } else { errors.sentence(line) }
  }
}
