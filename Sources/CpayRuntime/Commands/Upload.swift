import CpayLanguage
import CpayModel
import CpayValue

extension Command {
  static let upload = Command(
    signature: CommandSignature(
      name: "upload", summary: "plan to give the API a file that evidence can name", kind: .source,
      positional: .file(endings: []),
      arguments: [
        CommandSignature.Argument(
          "purpose", .value(.enumeration(.filePurpose)),
          "what it is for; `dispute_evidence` by default")
      ],
      result: .plan(.upload), effect: .read, examples: ["upload @lease.pdf"]),
    evaluation: .source)
}
