import CpayModel
import HTTPTypes

extension ObjectClient<File> {
  /// Uploads a file, read piece by piece (files page).
  ///
  /// Its key follows from name, purpose and content, so that sending it again is the same upload. A
  /// second copy would do no harm.
  /// - Throws: ``ReadFailure`` when the API does not take it.
  public func upload(
    _ file: LocalFile, purpose: File.Purpose
  ) async throws(ReadFailure) -> File {
    do { try file.verify() } catch { throw .malformed(error.reason) }
    let upload = FileUpload(file, purpose: purpose, account: client.account, generation: 0)
    let request = upload.request(client.sender.headers)
    return try File(json: try await client.sender.retrying(.write, request, .never).body)
  }

  /// The content of a file, from its signed `url`, which has to be of this hour.
  ///
  /// The key does not go along: the address is enough, and its host may be another.
  /// - Throws: ``ReadFailure`` when there is no address, it is not https or this machine, or the
  ///   content is larger than a file may be.
  public func download(_ file: File) async throws(ReadFailure) -> [UInt8] {
    // A server elsewhere has no business with the ports of this machine.
    guard let address = file.url.flatMap(DownloadAddress.init(parsing:)),
      client.account.isLocal || !address.origin.isLoopback
    else { throw .malformed("the file has no address that can be downloaded from") }
    var request = WireRequest(.get, address.target, headers: [.userAgent: "cpay"])
    request.answerLimit = WireLimits.maximumFileBytes
    let transport = AsyncHTTPTransport(to: address.origin)
    let answer: Result<WireResponse, TransportFailure>
    do { answer = .success(try await transport.send(request)) } catch { answer = .failure(error) }
    await transport.shutdown()
    switch answer {
    case .success(let response) where response.status == 200: return response.body
    case .success(let response):
      throw ReadFailure(response, at: client.sender.environment.now())
    case .failure(let failure): throw .transport(failure)
    }
  }
}

/// Where a file can be downloaded: a server, and what to ask of it.
struct DownloadAddress: Hashable, Sendable {
  let origin: APIOrigin
  /// Path and query.
  let target: String

  /// Reads an https address, or an http one of this machine.
  init?(parsing url: String) {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let rest = url[scheme.upperBound...]
    guard let slash = rest.firstIndex(of: "/"),
      let origin = try? APIOrigin(parsing: String(url[..<slash]))
    else { return nil }
    target = String(rest[slash...])
    guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") }) else {
      return nil
    }
    self.origin = origin
  }
}
