import CpayClient
import CpayModel
import CpayValue

extension WritePlan.Item {
  /// The row as JSON, in which nothing of it is lost: what a journal keeps of it.
  public var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    switch subject {
    case .dispute(let seen):
      writer.key("dispute")
      writer.snapshot(seen)
      writer.key("evidence")
      writer.beginObject()
      for item in evidence {
        writer.key(item.name)
        switch item.content {
        case .text(let text): writer.string(text)
        case .document(let upload): writer.upload(upload)
        }
      }
      writer.endObject()
    case .unreadable(let id):
      writer.key("unreadable")
      writer.string(id)
    case .file(let upload):
      writer.key("file")
      writer.upload(upload)
    }
    if let ineligibility {
      writer.key("ineligible")
      writer.string(ineligibility)
    }
    writer.endObject()
    return writer.bytes
  }

  /// Reads what ``json`` writes; nil for anything else.
  public init?(json bytes: [UInt8]) {
    guard let json = try? JSONReader.read(bytes) else { return nil }
    let ineligibility = json["ineligible"]?.string
    if let file = json["file"] {
      guard let upload = PlannedUpload(file) else { return nil }
      self.init(subject: .file(upload), evidence: [], ineligibility: ineligibility)
      return
    }
    if let id = json["unreadable"]?.string {
      guard let ineligibility else { return nil }
      self.init(subject: .unreadable(id: id), evidence: [], ineligibility: ineligibility)
      return
    }
    guard let seen = json["dispute"].flatMap(DisputeSnapshot.init),
      case .object(let members)? = json["evidence"]?.content
    else { return nil }
    var evidence: [PlannedEvidence] = []
    for member in members {
      if let text = member.value.string {
        evidence.append(PlannedEvidence(member.name, .text(text)))
      } else if let upload = PlannedUpload(member.value) {
        evidence.append(PlannedEvidence(member.name, .document(upload)))
      } else {
        return nil
      }
    }
    self.init(subject: .dispute(seen), evidence: evidence, ineligibility: ineligibility)
  }
}

extension JSONWriter {
  fileprivate mutating func snapshot(_ seen: DisputeSnapshot) {
    beginObject()
    for (name, text) in [
      ("id", seen.id), ("status", seen.status), ("reason", seen.reason),
      ("currency", seen.amount.currency.code),
    ] {
      guard let text else { continue }
      key(name)
      string(text)
    }
    key("amount")
    integer(seen.amount.minor)
    if let dueBy = seen.dueBy {
      key("evidence_due_by")
      integer(dueBy.seconds)
    }
    key("evidence")
    beginObject()
    for item in seen.evidence {
      key(item.name)
      string(item.text)
    }
    endObject()
    endObject()
  }

  fileprivate mutating func upload(_ upload: PlannedUpload) {
    beginObject()
    for (name, text) in [
      ("path", upload.path), ("place", upload.place), ("sha256", String(hex: upload.digest)),
      ("purpose", upload.purpose.rawValue),
    ] {
      key(name)
      string(text)
    }
    key("size")
    integer(upload.size)
    endObject()
  }
}

extension DisputeSnapshot {
  /// Reads what a plan's JSON says of a dispute.
  fileprivate init?(_ json: JSONNode) {
    guard let id = json["id"]?.string, Resource.dispute.isID(id),
      let status = json["status"]?.string,
      let amount = json["amount"]?.integer,
      let currency = json["currency"]?.string.flatMap({ Currency($0) }),
      case .object(let members)? = json["evidence"]?.content
    else { return nil }
    var evidence: [DisputeWrite.Evidence] = []
    for member in members {
      guard let text = member.value.string else { return nil }
      evidence.append(DisputeWrite.Evidence(name: member.name, text: text))
    }
    self.init(
      id: id, status: status, amount: Money(minor: amount, currency: currency),
      dueBy: json["evidence_due_by"]?.integer.map(Timestamp.init(seconds:)), evidence: evidence,
      reason: json["reason"]?.string)
  }
}

extension PlannedUpload {
  /// Reads what a plan's JSON says of a file.
  fileprivate init?(_ json: JSONNode) {
    guard let path = json["path"]?.string, let place = json["place"]?.string,
      let size = json["size"]?.integer,
      let digest = json["sha256"]?.string.flatMap([UInt8].init(hex:)), digest.count == 32,
      let purpose = json["purpose"]?.string.flatMap(File.Purpose.init(rawValue:)),
      let size = Int(exactly: size), size > 0
    else { return nil }
    self.init(path: path, place: place, size: size, digest: digest, purpose: purpose)
  }
}
