import Foundation
import Network

/// A layer's entry in Keras' JSON; `options` are the fields of its configuration without the braces.
func kerasLayer(_ className: String, _ options: String = "") -> String {
  #"{"module": "keras.layers", "class_name": "\#(className)", "config": {\#(options)}, "registered_name": null}"#
}

/// The input layer of the fixtures.
let kerasInput = kerasLayer("InputLayer", #""batch_shape": [null, 28, 28, 1], "name": "input_layer""#)

/// What most fixtures end with.
let kerasHead = [kerasLayer("Flatten"), kerasLayer("Dense", #""units": 10, "activation": "softmax""#)]

/// Keras' JSON of a Sequential model; `configuration` is put before its layers.
func kerasModel(_ layers: [String], configuration: String = #""name": "fixture", "#) -> String {
  #"{"class_name": "Sequential", "config": {\#(configuration)"layers": [\#(layers.joined(separator: ", "))]}}"#
}

/// The architecture of a JSON text.
func decode(_ json: String) throws(ArchitectureError) -> Architecture {
  try Architecture.decode(Data(json.utf8))
}

/// The message with which a JSON text is refused; the empty text if it is not.
func refusal(of json: String) -> String {
  do {
    _ = try decode(json)
    return ""
  } catch {
    return error.description
  }
}

/// The message with which a model is refused that has one layer between the input and the usual head.
func refusal(ofLayer layer: String) -> String {
  refusal(of: kerasModel([kerasInput, layer] + kerasHead))
}
