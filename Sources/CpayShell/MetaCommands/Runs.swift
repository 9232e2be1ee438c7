extension MetaCommand {
  /// Shows the runs of the account, or the rows of the one whose name begins so.
  static let runs = MetaCommand(
    name: "runs", operand: .optional(.run),
    summary: "the runs there are; what became of one",
    examples: [":runs"]
  ) { session, run in
    .told(
      await session.reporting {
        let connection = try await session.connect()
        let ledger = try connection.ledger()
        let desk = RunDesk(
          session.output, session.errors, session.options.format, now: try await connection.now())
        if run.isEmpty { try desk.list(ledger) } else { try desk.show(run, in: ledger) }
        return .success
      })
  }

  /// Goes on with a run, by the same consent as the command.
  static let resume = MetaCommand(
    name: "resume", operand: .required(.run, advice: "write `:resume RUN`; `:runs` lists them"),
    summary: "go on with a run that was stopped or cut short"
  ) { session, run in
    .told(
      await session.reporting {
        let connection = try await session.connect()
        let resume = ResumeRun(
          output: session.output, errors: session.errors, files: session.files.store,
          format: session.options.format, progress: session.options.progress,
          waitsForOthers: session.options.waitsForOthers, consent: session.options.consent,
          question: session.question)
        return try await resume(
          run, on: connection, session.hints(connection), session.cancellation)
      })
  }
}

extension Session {
  /// Does what a command asks for, and says what keeps it from it.
  fileprivate func reporting(_ work: () async throws -> ExitStatus) async -> ExitStatus {
    do {
      return try await work()
    } catch {
      errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }
}
