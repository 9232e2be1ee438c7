import CpayModel
import CpayValue

/// The endpoints of the files page.
enum FileRoutes {
  static let all = [upload, ReadRoutes.list(.file), ReadRoutes.retrieve(.file)]

  private static let upload = Route(
    method: "POST", path: "/v1/files", doc: "upload a file of at most 50 MiB",
    access: .permission("files:write"), query: [.expand],
    body: .upload([
      Parameter("file", .file, required: true, "the file"),
      Parameter(
        "purpose", .choice(EnumType.filePurpose.members.map(\.name)), required: true,
        "what it is for"),
    ]), shape: .object(.file), status: 201
  ) { call, sandbox in
    let file = try UploadedFile(call, sandbox)
    return try await sandbox.answerOnce(call) { db in try file.create(db) }
  }
}
