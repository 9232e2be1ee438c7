import CpayModel
import CpayValue
import NIOCore
import Testing

@testable import CpaySandbox

@Suite struct FileTests {
  /// A form with fields and one file, as clients send it.
  static func form(
    _ fields: [(String, String)] = [("purpose", "dispute_evidence")], content: String? = "%PDF",
    filename: String = "lease.pdf", boundary: String = "b0undary"
  ) -> (headers: [String: String], body: String) {
    var text = ""
    for (name, value) in fields {
      text +=
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    if let content {
      text += "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; "
      text += "filename=\"\(filename)\"\r\nContent-Type: application/pdf\r\n\r\n\(content)\r\n"
    }
    return (
      ["Content-Type": "multipart/form-data; boundary=\(boundary)"], text + "--\(boundary)--\r\n"
    )
  }

  static func upload(
    _ client: RawClient, _ form: (headers: [String: String], body: String),
    headers: [String: String] = [:]
  ) async throws -> Reply {
    try await client.send(
      "POST", "/v1/files", headers: form.headers.merging(headers) { $1 }, body: form.body)
  }

  @Test(arguments: [
    ("", "attachment"), ("a b.pdf", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"),
    (
      "é\"\r\n\\.html",
      "attachment; filename=\"_____.html\"; filename*=UTF-8''%C3%A9%22%0D%0A%5C.html"
    ),
    ("%41;x=1", "attachment; filename=\"_41;x=1\"; filename*=UTF-8''%2541%3Bx%3D1"),
  ])
  func `a file is saved under its name, which ends no header`(name: String, header: String) {
    #expect(FileDownload.attachment(name) == header)
  }

  @Test func `an uploaded file is retrieved, listed, downloaded and taken as evidence`()
    async throws
  {
    try await withSandbox { client, _ in
      let reply = try await Self.upload(client, Self.form(content: "the lease"))
      #expect(reply.status == 201)
      let file = try reply.json
      let id = try #require(file["id"]?.string)
      #expect(Resource.file.isID(id))
      #expect(file["filename"]?.string == "lease.pdf" && file["size"]?.integer == 9)
      #expect(file["purpose"]?.string == "dispute_evidence")
      #expect(file["type"]?.string == "application/pdf")
      #expect(try await client.get("/v1/files/\(id)").json == file)
      #expect(try await client.get("/v1/files?purpose=dispute_evidence&limit=1").ids() == [id])
      #expect(try await client.get("/v1/files?purpose=other").ids().isEmpty)
      let url = try #require(file["url"]?.string)
      let target = try #require(url.split(separator: "\(client.port)").last).description
      let download = try await client.send("GET", target, headers: ["Authorization": ""])
      #expect(download.status == 200 && download.text == "the lease")
      #expect(download.headers["content-type"] == "application/pdf")
      #expect(download.headers["x-content-type-options"] == "nosniff")
      #expect(
        download.headers["content-disposition"]
          == "attachment; filename=\"lease.pdf\"; filename*=UTF-8''lease.pdf")
      let update = try await client.post(
        "/v1/disputes/dp_a1", #"{"evidence":{"receipt":"\#(id)"},"submit":true}"#)
      #expect(update.status == 200)
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let headers: [String: String]
    let body: String
    var code: String? = "parameter_invalid"
    var param: String?
    let message: String
    var testDescription: String { name }

    init(
      _ name: String, _ form: (headers: [String: String], body: String),
      code: String? = "parameter_invalid", param: String? = nil, _ message: String
    ) {
      (self.name, self.headers, self.body) = (name, form.headers, form.body)
      (self.code, self.param, self.message) = (code, param, message)
    }
  }

  @Test(arguments: [
    Refusal(
      "no file", form(content: nil), code: "parameter_missing", param: "file", "'file' is missing"),
    Refusal(
      "no purpose", form([]), code: "parameter_missing", param: "purpose", "'purpose' is missing"),
    Refusal(
      "a purpose that is none", form([("purpose", "fun")]), param: "purpose",
      "purpose must be one of dispute_evidence, "),
    Refusal("an empty file", form(content: ""), param: "file", "The file is empty."),
    Refusal(
      "an unknown field", form([("purpose", "other"), ("note", "x")]), param: "note", "'note'"),
    Refusal(
      "a body that ends early",
      (form().headers, String(form().body.dropLast(8))), code: nil, "multipart"),
    Refusal(
      "JSON", (["Content-Type": "application/json"], "{}"), code: nil, "must be multipart/form-data"
    ),
  ])
  func `a wrong upload is refused`(row: Refusal) async throws {
    try await withSandbox { client, _ in
      let reply = try await Self.upload(client, (row.headers, row.body))
      #expect(reply.status == 400)
      #expect(try reply.error("code") == row.code)
      #expect(try reply.error("param") == row.param)
      #expect(try reply.error("message")?.contains(row.message) == true, "\(reply.text)")
      #expect(try await client.get("/v1/files").ids().count == 2)
    }
  }

  @Test func `a repeated upload with its key is one file, whatever its boundary`() async throws {
    try await withSandbox { client, _ in
      let headers = ["Idempotency-Key": "upload-1"]
      let first = try await Self.upload(client, Self.form(), headers: headers)
      let again = try await Self.upload(client, Self.form(boundary: "other"), headers: headers)
      #expect(try again.json["id"] == first.json["id"])
      #expect(again.headers["idempotent-replayed"] == "true")
      let other = try await Self.upload(client, Self.form(content: "else"), headers: headers)
      #expect(other.status == 409)
      #expect(try await client.get("/v1/files").ids().count == 3)
    }
  }

  @Test func `an address is signed, for one file and one hour`() async throws {
    try await withSandbox { client, server in
      let url = try #require(
        try await client.get("/v1/files/file_lease_001").json["url"]?.string)
      let token = try #require(url.split(separator: "token=").last).description
      for (path, status) in [
        ("/files/file_lease_001?token=\(token)", 200),
        ("/files/file_lease_002?token=\(token)", 403),
        ("/files/file_lease_001", 403), ("/files/file_lease_001?token=\(token)0", 403),
        ("/files/file_lease_001?token=9\(token)", 403), ("/files/file_lease_001?token=-", 403),
      ] {
        #expect(try await client.get(path).status == status, "\(path)")
      }
      try await server.advance(by: DurationValue(seconds: 3_600))
      let late = try await client.get("/files/file_lease_001?token=\(token)")
      #expect(late.status == 403)
      #expect(try late.error("message")?.contains("one hour") == true)
      let fresh = try await client.get("/v1/files/file_lease_001").json["url"]?.string
      #expect(fresh != url)
    }
  }

  @Test func `a file that a seed only names has a content of its size`() async throws {
    try await withSandbox { client, _ in
      let file = try await client.get("/v1/files/file_lease_001").json
      let url = try #require(file["url"]?.string)
      let path = try #require(url.split(separator: "\(client.port)").last).description
      let reply = try await client.get(path)
      #expect(Int64(reply.body.count) == file["size"]?.integer)
      #expect(reply.text.hasPrefix("%PDF"))
    }
  }

  /// Chunks of zeros, so many bytes in all, then the end of the form.
  private struct Zeros: AsyncIteratorProtocol {
    var left: Int
    var head: String?
    let tail: String
    var isAtEnd = false

    mutating func next() async -> ByteBuffer? {
      if let text = head {
        head = nil
        return ByteBuffer(string: text)
      }
      if left > 0 {
        let count = min(left, 1 << 20)
        left -= count
        return ByteBuffer(repeating: 0, count: count)
      }
      defer { isAtEnd = true }
      return isAtEnd ? nil : ByteBuffer(string: tail)
    }
  }

  @Test(arguments: [(50 << 20, true), ((50 << 20) + 1, false)])
  func `a file has 50 MiB at most`(size: Int, fits: Bool) async throws {
    let form = Self.form(content: "|")
    let halves = form.body.split(separator: "|", maxSplits: 1).map(String.init)
    try await withTemporaryFolder { folder in
      let vault = FileVault.open(folder + "/s")
      var upload = try Upload(
        Zeros(left: size, head: halves[0], tail: halves[1]),
        contentType: form.headers["Content-Type"])
      if fits {
        try await upload.receive(into: vault, isEmptyAllowed: false)
        #expect(upload.file?.content.size == Int64(size))
      } else {
        let error = await #expect(throws: APIError.self) {
          try await upload.receive(into: vault, isEmptyAllowed: false)
        }
        #expect(error?.param == "file")
      }
    }
  }

  @Test func `contents on disk outlast the server, those in memory do not`() async throws {
    try await withTemporaryFolder { folder in
      let configuration = SandboxConfiguration(storePath: folder + "/s.sqlite", seed: .docs)
      let id = try await withSandbox(configuration) { client, _ in
        try await Self.upload(client, Self.form(content: "kept")).json["id"]?.string
      }
      try await withSandbox(SandboxConfiguration(storePath: folder + "/s.sqlite")) { client, _ in
        let file = try await client.get("/v1/files/\(try #require(id))")
        let url = try #require(try file.json["url"]?.string)
        let path = try #require(url.split(separator: "\(client.port)").last).description
        #expect(try await client.get(path).text == "kept")
      }
    }
  }

  @Test func `the same content at once is one content and a file each`() async throws {
    try await withSandbox { client, _ in
      let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
        for _ in 0..<8 {
          group.addTask { try await Self.upload(client, Self.form(content: "same")) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(replies.allSatisfy { $0.status == 201 })
      #expect(Set(try replies.map { try $0.json["id"]?.string }).count == 8)
    }
  }
}
