extension Architecture {
  /// The architecture as Keras 3's `model.to_json()` would write it, without the fields that have Keras' defaults.
  ///
  /// Compact, with sorted keys: the same text for the same architecture. `keras.models.model_from_json` reads it, and
  /// so does ``decode(_:)``, which gives back this very architecture.
  package func keras3JSON() -> String {
    let input: JSONValue = .object([
      "name": "input_layer",
      "batch_shape": .array([.null] + inputAxes.map(JSONValue.integer)),
    ])
    let entries = layers.map { layer in
      var fields = layer.kind.description.kerasFields
      fields["name"] = .string(layer.name)
      if !layer.isTrained { fields["trainable"] = false }
      return Self.entry(layer.className, .object(fields))
    }
    let configuration: JSONValue = [
      "name": .string(name), "layers": .array([Self.entry("InputLayer", input)] + entries),
    ]
    return Self.entry("Sequential", configuration, module: "keras").text
  }

  private static func entry(
    _ className: String, _ configuration: JSONValue, module: String = "keras.layers"
  ) -> JSONValue {
    [
      "module": .string(module), "class_name": .string(className), "config": configuration, "registered_name": nil,
    ]
  }
}
