import CpayLanguage
import CpayModel

extension Command {
  static let apply = Command(
    signature: CommandSignature(
      name: "apply", summary: "send a plan, once someone has agreed to it", kind: .effect,
      arguments: [
        CommandSignature.Argument("max", .count, "send nothing if there are more disputes"),
        CommandSignature.Argument("parallel", .count, "requests under way at once; 8 by default"),
        CommandSignature.Argument(
          "canary", .count, "send one at a time until so many are applied; 1 by default"),
        CommandSignature.Argument(
          "on_error", .choice(["stop", "continue"]),
          "after a refused row; `continue` by default, and five in a row stop"),
      ],
      result: .rows(.outcome),
      examples: ["dispute dp_a1 | submit evidence=@lease.json | apply max=1"]),
    evaluation: .apply)

  /// How an `apply` stage wants its plan applied.
  static func limits(_ context: StageContext) throws(EvaluationError) -> RunMachine.Limits {
    var limits = RunMachine.Limits()
    limits.parallel = try context.number("parallel") ?? limits.parallel
    limits.canary = try context.number("canary") ?? limits.canary
    limits.stopsAtFirstFailure = try context.word("on_error") == "stop"
    return limits
  }
}
