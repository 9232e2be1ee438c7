import CpayModel
import CpayValue

extension CommandDeclaration {
  static let upload = CommandDeclaration(
    "upload", "plan to give the API a file that evidence can name", .source,
    Parameters(
      FileParameter(.upload),
      ValueParameter(
        "purpose", .enumeration(.filePurpose), "what it is for; `dispute_evidence` by default")),
    yields: .plan(.upload), gives: "a plan", effect: .read, examples: ["upload @lease.pdf"],
    source: { _, values in
      let (path, purpose) = values
      return .plan(.upload(path, purpose: purpose))
    })
}
