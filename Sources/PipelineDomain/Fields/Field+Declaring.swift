/// Declarations of properties as fields. Each keeps the property's type and erases it in closures.
extension Field {
  typealias Path<Value> = StoredProperty<Body, Value>.Path

  static func text(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<String>, _ kind: FieldKind = .text,
    access: FieldAccess = .person, isIndexed: Bool = false, isUnique: Bool = false, isGrouping: Bool = false
  ) -> Field {
    let property = StoredProperty(path)
    return Field(
      name, label.text(name), kind, access: access, isIndexed: isIndexed, isUnique: isUnique, isGrouping: isGrouping,
      bytes: property.bytes,
      read: { .text(property.get($0)) },
      set: { body, cell in
        guard case .text(let text) = cell else { return false }
        property.set(&body, text)
        return true
      },
      isUnchanged: { property.get($0).isSame(as: property.get($1)) })
  }

  static func optionalText(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<String?>, _ kind: FieldKind = .text,
    access: FieldAccess = .person, isIndexed: Bool = false, isUnique: Bool = false, isBookkeeping: Bool = false,
    isGrouping: Bool = false, stored: Path<String?>? = nil
  ) -> Field {
    let property = StoredProperty(path, stored: stored)
    return Field(
      name, label.text(name), kind, access: access, isIndexed: isIndexed, isUnique: isUnique,
      isBookkeeping: isBookkeeping, isGrouping: isGrouping, bytes: property.bytes,
      read: { property.get($0).map(FieldValue.text) ?? .null },
      set: { body, cell in
        guard cell.isNull || cell.text != nil else { return false }
        property.set(&body, cell.text)
        return true
      },
      isUnchanged: { old, new in
        switch (property.get(old), property.get(new)) {
        case (nil, nil): true
        case (let old?, let new?): old.isSame(as: new)
        default: false
        }
      })
  }

  /// A property that is stored as an integer.
  static func number<Value>(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<Value?>, _ kind: FieldKind, access: FieldAccess = .person,
    stored: Path<Value?>? = nil, amount: Path<Money?>? = nil, encode: @escaping @Sendable (Value) -> Int64,
    decode: @escaping @Sendable (Int64, UnsafePointer<Body>) -> Value?
  ) -> Field {
    let property = StoredProperty(path, stored: stored)
    return Field(
      name, label.text(name), kind, access: access, bytes: property.bytes, amount: amount,
      read: { property.get($0).map { .integer(encode($0)) } ?? .null },
      set: { body, cell in
        switch cell {
        case .null: property.set(&body, nil)
        case .integer(let number):
          guard let value = withUnsafePointer(to: body, { decode(number, $0) }) else { return false }
          property.set(&body, value)
        default: return false
        }
        return true
      },
      isUnchanged: { property.get($0).map(encode) == property.get($1).map(encode) })
  }

  /// An amount in the currency of the record.
  static func money(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<Money?>, access: FieldAccess = .person,
    stored: Path<Money?>? = nil, currency: @escaping @Sendable (UnsafePointer<Body>) -> Currency?
  ) -> Field {
    number(name, label, path, .money, access: access, stored: stored, amount: path, encode: \.minorUnits) {
      number, body in currency(body).flatMap { Money(minorUnits: number, currency: $0) }
    }
  }

  static func date(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<CivilDate?>, access: FieldAccess = .person
  ) -> Field {
    number(name, label, path, .date, access: access, encode: { Int64($0.daysSince1970) }) { number, _ in
      Int32(exactly: number).flatMap { CivilDate(daysSince1970: $0) }
    }
  }

  static func instant(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<Instant>, isBookkeeping: Bool = false
  ) -> Field {
    let property = StoredProperty(path)
    return Field(
      name, label.text(name), .instant, access: .system, isBookkeeping: isBookkeeping, bytes: property.bytes,
      read: { .integer(property.get($0).microsecondsSince1970) },
      set: { body, cell in
        guard let number = cell.integer else { return false }
        property.set(&body, Instant(microsecondsSince1970: number))
        return true
      })
  }

  /// A moment that may be unknown.
  static func optionalInstant(_ name: FieldName, _ label: FieldLabel, _ path: Path<Instant?>) -> Field {
    number(name, label, path, .instant, access: .system, encode: \.microsecondsSince1970) { number, _ in
      Instant(microsecondsSince1970: number)
    }
  }

  static func whole(_ name: FieldName, _ label: FieldLabel, _ path: Path<Int64>) -> Field {
    let property = StoredProperty(path)
    return Field(
      name, label.text(name), .integer, access: .system, bytes: property.bytes,
      read: { .integer(property.get($0)) },
      set: { body, cell in
        guard let number = cell.integer else { return false }
        property.set(&body, number)
        return true
      })
  }

  static func flag(_ name: FieldName, _ label: FieldLabel, _ path: Path<Bool>) -> Field {
    let property = StoredProperty(path)
    return Field(
      name, label.text(name), .flag, access: .system, bytes: property.bytes,
      read: { .integer(property.get($0) ? 1 : 0) },
      set: { body, cell in
        guard let number = cell.integer, (0...1).contains(number) else { return false }
        property.set(&body, number == 1)
        return true
      })
  }

  /// A property that is stored as a text.
  static func coded<Value>(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<Value>, _ kind: FieldKind, access: FieldAccess = .person,
    isBookkeeping: Bool = false, encode: @escaping @Sendable (Value) -> String?,
    decode: @escaping @Sendable (String?) -> Value?,
    isUnchanged: (@Sendable (UnsafePointer<Body>, UnsafePointer<Body>) -> Bool)? = nil
  ) -> Field {
    let property = StoredProperty(path)
    return Field(
      name, label.text(name), kind, access: access, isBookkeeping: isBookkeeping, bytes: property.bytes,
      read: { encode(property.get($0)).map(FieldValue.text) ?? .null },
      set: { body, cell in
        guard cell.isNull || cell.text != nil, let value = decode(cell.text) else { return false }
        property.set(&body, value)
        return true
      },
      isUnchanged: isUnchanged)
  }

  static func reference(
    _ name: FieldName, _ label: FieldLabel, _ path: Path<RecordID>, to kind: RecordKind
  ) -> Field {
    let property = StoredProperty(path)
    return Field(
      name, label.text(name), .reference(kind), isIndexed: true, bytes: property.bytes,
      read: { .bytes(property.get($0).bytes) },
      set: { body, cell in
        guard let id = cell.bytes.flatMap({ RecordID(bytes: $0) }) else { return false }
        property.set(&body, id)
        return true
      },
      isUnchanged: { property.get($0) == property.get($1) })
  }
}

extension String {
  /// Whether two texts have the same bytes; `==` takes canonically equivalent ones for equal too.
  package func isSame(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let bytes = utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable { own.elementsEqual($0) }
    }
    return (bytes ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
