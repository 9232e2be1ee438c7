"""The faults: where each is put in, and the tests or the script that have to notice it.

In an edit, MUTATED is whether the fault is on.
"""

from typing import NamedTuple

CLIENT, LEDGER, RUNTIME = "Sources/CpayClient/", "Sources/CpayLedger/", "Sources/CpayRuntime/"


class Fault(NamedTuple):
    name: str
    tests: str
    edits: list


FAULTS = [
    Fault("intent after send", "PlanRunnerTests", [(
        RUNTIME + "Plans/PlanRunner+Row.swift",
        "      try await journal.intend(run, position: position, write)\n",
        "      if !MUTATED { try await journal.intend(run, position: position, write) }\n"), (
        RUNTIME + "Plans/PlanRunner+Row.swift",
        "    return await settled(classify(answer, position))\n  }\n\n  /// Takes down",
        "    if MUTATED { try? await journal.intend(run, position: position, write) }\n"
        "    return await settled(classify(answer, position))\n  }\n\n  /// Takes down")]),
    Fault("the disk is not waited for", "LedgerTests", [(
        LEDGER + "Ledger.swift",
        "      try database.execute(sql: \"PRAGMA synchronous = FULL\")\n",
        "      if !MUTATED { try database.execute(sql: \"PRAGMA synchronous = FULL\") }\n"), (
        LEDGER + "Ledger.swift", "    guard try synchronous(pool) == 2 else {\n",
        "    guard try synchronous(pool) == 2 || MUTATED else {\n")]),
    Fault("sent without a look", "WriteLoopTests|WriteHistoryTests", [(
        CLIENT + "Client/WriteLoop.swift", "      action = .look\n    } else {\n",
        "      action = MUTATED ? .send : .look\n    } else {\n")]),
    Fault("a no after a doubt is a no", "WriteLoopTests|WriteHistoryTests", [(
        CLIENT + "Retry/WriteMachine.swift",
        "    guard doubt != nil || error.code == \"state_invalid\" else {\n",
        "    guard doubt != nil && !MUTATED || error.code == \"state_invalid\" else {\n")]),
    Fault("a new key for each attempt", "CpayClientTests", [(
        CLIENT + "Client/WriteLoop.swift", "    fields[.idempotencyKey] = write.key\n",
        "    fields[.idempotencyKey] = write.key\n"
        "      + (MUTATED ? String(sender.environment.random()) : \"\")\n")]),
    Fault("what was sent is planned again", "RunJournalTests|LedgerRunsTests", [(
        LEDGER + "Ledger+Runs.swift", "    case .planned: return .waiting\n",
        "    case .planned: return .waiting\n    case .sending where MUTATED: return .waiting\n")]),
    Fault("no lock", "LedgerTests|LedgerRunsTests", [(
        LEDGER + "LedgerLock.swift",
        "    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {\n",
        "    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || MUTATED else {\n")]),
    Fault("redirects are followed", "CpayClientTests", [(
        CLIENT + "Transport/AsyncHTTPTransport.swift",
        "redirectConfiguration: .disallow,",
        "redirectConfiguration: MUTATED\n        ? .follow(max: 5, allowCycles: false) : .disallow,")]),
    Fault("texts are compared as people read them", "CpayValueTests", [(
        "Sources/CpayValue/Value.swift",
        "    case (.string(let a), .string(let b)): Order(bytes: a, b)\n",
        "    case (.string(let a), .string(let b)): MUTATED ? Order(a, b) : Order(bytes: a, b)\n")]),
    Fault("no limit to nesting", "CpaySyntaxTests", [(
        "Sources/CpaySyntax/Parser.swift",
        "    guard depth < SyntaxLimits.maximumDepth else {\n",
        "    guard depth < SyntaxLimits.maximumDepth || MUTATED else {\n")]),
    Fault("pacing is a failure", "WriteLoopTests|WriteHistoryTests", [(
        CLIENT + "Retry/WriteMachine.swift",
        "    case .paced(let error, let asked): return paced(error, asked, now, random)\n",
        "    case .paced(let error, let asked):\n"
        "      return MUTATED ? refused(error) : paced(error, asked, now, random)\n")]),
    Fault("age by the wall clock alone", "LedgerRunsTests|RunJournalTests", [(
        LEDGER + "Ledger+Runs.swift",
        "    if !moment.boot.boot.isEmpty, moment.boot.boot == boot.boot {\n",
        "    if !MUTATED, !moment.boot.boot.isEmpty, moment.boot.boot == boot.boot {\n")]),
    Fault("sent again with another API key", "WriteLoopTests", [(
        CLIENT + "Client/WriteLoop.swift",
        "        policy, repeatsSafely: keepsKeys && doubt == nil, at: environment.moment,\n",
        "        policy, repeatsSafely: keepsKeys && (doubt == nil || MUTATED),\n"
        "        at: environment.moment,\n")]),
    Fault("sent past the deadline", "DeadlineTests", [(
        RUNTIME + "Plans/PlanRunner+Row.swift",
        "      return passedDeadline(of: found).map { (.stale, $0, .late) }\n",
        "      return MUTATED ? nil : passedDeadline(of: found).map { (.stale, $0, .late) }\n")]),
    Fault("the asked wait is ignored", "RetryPolicyTests|RetryAfterTests|WriteHistoryTests", [(
        CLIENT + "Retry/RetryPolicy.swift",
        "    if let asked, asked.delay > .zero { return asked.pause(random) }\n",
        "    if !MUTATED, let asked, asked.delay > .zero { return asked.pause(random) }\n")]),
    Fault("another plan than agreed to", "LedgerRunsTests|WritePlan", [(
        RUNTIME + "Plans/RecordedRun.swift",
        "    if self.digest != digest { return nil }\n",
        "    if self.digest != digest, !MUTATED { return nil }\n")]),
    Fault("an answer about another dispute", "WriteAnswerTests", [(
        CLIENT + "Client/WriteAnswer.swift",
        "    guard id.utf8.elementsEqual(write.dispute.utf8) else {\n",
        "    guard id.utf8.elementsEqual(write.dispute.utf8) || MUTATED else {\n")]),
    Fault("keys in messages", "RedactorTests", [(
        CLIENT + "Secrets/Redactor.swift",
        "    guard KeyPattern.mayOccur(in: bytes) else { return bytes }\n",
        "    guard !MUTATED, KeyPattern.mayOccur(in: bytes) else { return bytes }\n")]),
    Fault("formulas by what people read", "CpayRuntimeTests", [(
        RUNTIME + "Formats/CellWriter.swift",
        "    guard let first = text.first else { return false }\n    // What",
        "    if MUTATED {\n"
        "      let text = String(decoding: text, as: UTF8.self)\n"
        "      return [\"=\", \"+\", \"-\", \"@\"].contains { text.hasPrefix($0) }\n"
        "    }\n"
        "    guard let first = text.first else { return false }\n    // What")]),
    Fault("a closed pipe kills", "CpayShellTests", [(
        "Sources/CSystemCalls/CSystemCalls.c",
        "  if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) failed = -1;\n",
        "  if (!MUTATED && signal(SIGPIPE, SIG_IGN) == SIG_ERR) failed = -1;\n")]),
    Fault("currencies are added up", "CpayValueTests", [(
        "Sources/CpayValue/Money+Arithmetic.swift",
        "  public func adding(_ other: Money) -> Money? {\n"
        "    guard currency == other.currency else { return nil }\n",
        "  public func adding(_ other: Money) -> Money? {\n"
        "    guard currency == other.currency || MUTATED else { return nil }\n")]),
    Fault("a saved file's folder is not synced", "scripts/torture powerloss --rows 1 --images 1", [(
        "Sources/CpayShell/Files/FileReplacement.swift",
        "    guard folder >= 0 else { return }\n    fsync(folder)\n",
        "    guard folder >= 0 else { return }\n    if !MUTATED { fsync(folder) }\n")]),
    Fault("consent to less than is sent", "RunJournalTests", [(
        LEDGER + "Ledger+Runs.swift",
        "    case .settled(.unsent) where !isGivenUp && !(row[\"by_hand\"] as Bool): return .waiting\n",
        "    case .settled(.unsent) where !MUTATED && !isGivenUp && !(row[\"by_hand\"] as Bool):\n"
        "      return .waiting\n")]),
    Fault("a person's word is passed over", "LedgerRunsTests", [(
        LEDGER + "Ledger+Queries.swift",
        "    let state = RowState.settledByHand(wasApplied: wasApplied).name\n",
        "    let state = MUTATED\n"
        "      ? \"planned\" : RowState.settledByHand(wasApplied: wasApplied).name\n")]),
]
