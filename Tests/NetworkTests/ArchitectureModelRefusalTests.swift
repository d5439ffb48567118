import Network
import Testing

/// What is refused for the model as a whole: its class, input, names, output and size.
struct ArchitectureModelRefusalTests {
  private static let models = #""Sequential", or "Functional" with one layer after another"#
  private static let script =
    "what Keras' model.to_json() returns; Scripts/keras-import.py makes it, and the weights' file"

  @Test(arguments: [
    ("{}", "class_name: found nothing; supported: \(models)"),
    ("[]", "class_name: found nothing; supported: \(models)"),
    ("3", "class_name: found nothing; supported: \(models)"),
    (#"{"class_name": "Siamese"}"#, #"class_name: found "Siamese"; supported: \#(models)"#),
    (#"{"class_name": "Functional"}"#, "config.layers: found nothing; supported: a list of layers"),
    ("PK\u{3}\u{4}…", "the file: found a .keras archive; supported: \(script)"),
    (
      #""class_name""#,
      "the whole text: found 10 bytes that are not JSON; supported: what Keras' model.to_json() returns"
    ),
    (
      #"{"class_name": "Sequential", "registered_name": "lab>Mine", "config": []}"#,
      #"registered_name: found "lab>Mine"; supported: null: Keras' own Sequential class"#
    ),
    (#"{"class_name": "Sequential"}"#, "config.layers: found nothing; supported: a list of layers"),
    (
      #"{"class_name": "Sequential", "config": {"layers": {}}}"#,
      "config.layers: found {}; supported: a list of layers"
    ),
    (
      #"{"class_name": "Sequential", "config": {"name": 1, "layers": []}}"#,
      "config.name: found 1; supported: a string"
    ),
    (
      #"{"class_name": "Sequential", "config": {"extra": 1, "layers": []}}"#,
      "extra: found 1; supported: no such option here: leave it out, or null"
    ),
    ("nonsense", "the whole text: found 8 bytes that are not JSON; supported: what Keras' model.to_json() returns"),
    ("", "the whole text: found 0 bytes that are not JSON; supported: what Keras' model.to_json() returns"),
  ])
  func refusesTheModel(json: String, message: String) { #expect(refusal(of: json) == message) }

  @Test(arguments: ["null", "3", #"{"config": {}}"#, #"{"class_name": 4, "config": {}}"#])
  func refusesAnEntryWithoutClass(entry: String) {
    #expect(refusal(of: kerasModel([kerasInput, entry])).hasPrefix("layer number 2 of the file: class_name: found "))
  }

  @Test func refusesCustomLayers() {
    let entry = #"{"class_name": "Dense", "config": {"units": 3}, "registered_name": "lab>Dense"}"#
    #expect(
      refusal(ofLayer: entry) == #"layer "dense" (Dense): registered_name: found "lab>Dense"; "#
        + "supported: null: Keras' own layers, no custom ones")
    let listed = #"{"class_name": "Dense", "config": [3]}"#
    #expect(refusal(ofLayer: listed) == #"layer "dense" (Dense): config: found [3]; supported: an object"#)
  }

  @Test(arguments: [
    "[null]", "[null, null, 28, 1]", "[null, null]", #""28""#, "[null, 28, 28, 1, 1]", "[null, 28.5, 28, 1]",
  ])
  func refusesTheInputShape(shape: String) {
    let input = kerasLayer("InputLayer", #""name": "in", "batch_shape": \#(shape)"#)
    #expect(
      refusal(of: kerasModel([input] + kerasHead))
        == #"layer "in" (InputLayer): batch_shape: found \#(shape.filter { $0 != " " }); "#
        + "supported: [null,rows,columns,channels], [null,rows,columns] or [null,pixels]: images in batches of any size"
    )
  }

  @Test func refusesAMissingOrContradictingInputShape() {
    #expect(
      refusal(of: kerasModel(kerasHead))
        == "input shape: found nothing; supported: an InputLayer with batch_shape, or batch_input_shape in the first "
        + "layer")
    let other = kerasLayer("Flatten", #""batch_input_shape": [null, 14, 14, 1]"#)
    #expect(
      refusal(ofLayer: other) == #"layer "flatten" (Flatten): batch_input_shape: found [null,14,14,1]; "#
        + "supported: the same shape as the input layer's, [28, 28, 1]")
    let empty = kerasLayer("InputLayer", #""batch_shape": [null, 0, 28, 1]"#)
    #expect(
      refusal(of: kerasModel([empty] + kerasHead))
        == "input shape: found [0, 28, 1]; supported: at least [1, 1, 1]: rows, columns, channels")
    let oblong = kerasLayer("InputLayer", #""batch_shape": [null, 600]"#)
    #expect(
      refusal(of: kerasModel([oblong] + kerasHead))
        == "input shape: found [600]; supported: [rows, columns, channels], [rows, columns], or the pixels of a square "
        + "image, as [784]")
  }

  @Test(arguments: [
    ("", #"found """#), (#"a\u001b[2J"#, #"found "a\u{1B}[2J""#),
    ("adam.m.dense", #"found "adam.m.dense""#), ("rmsprop.velocity", #"found "rmsprop.velocity""#),
    ("rmsprop", #"found "rmsprop""#),
  ])
  func refusesTheName(name: String, found: String) {
    let layer = kerasLayer("Dropout", #""rate": 0, "name": "\#(name)""#)
    #expect(refusal(ofLayer: layer).contains("(Dropout): name: \(found); supported: "))
    #expect(
      refusal(of: kerasModel([kerasInput] + kerasHead, configuration: #""name": "\#(name)", "#))
        .hasPrefix("name: \(found); supported: "))
  }

  @Test func refusesTheSameNameTwice() {
    let layer = kerasLayer("Dropout", #""rate": 0, "name": "flatten""#)
    #expect(
      refusal(ofLayer: layer) == #"layer "flatten" (Flatten): name: found the name of an earlier layer; "#
        + "supported: a name that no other layer has")
  }

  @Test(arguments: [
    ([], "layers: found no layer; supported: at least one Dense layer"),
    (
      [kerasLayer("MaxPooling2D")],
      #"layer "max_pooling2d" (MaxPooling2D): output shape of the last layer: found [14, 14, 1]; "#
        + "supported: [classes], at least [2]: end with Dense(10), for example"
    ),
    (
      [kerasLayer("Flatten"), kerasLayer("Dense", #""units": 1"#)],
      #"layer "dense" (Dense): output shape of the last layer: found [1]; "#
        + "supported: [classes], at least [2]: end with Dense(10), for example"
    ),
    (
      [kerasLayer("Flatten"), kerasLayer("Dense", #""units": 10, "activation": "relu""#)],
      #"layer "dense" (Dense): last layer: found Dense with activation "relu"; supported: "#
        + #"activation "softmax" (probabilities), "linear" or LeakyReLU (logits)"#
    ),
    (
      [kerasLayer("Flatten"), kerasLayer("Activation", #""activation": "sigmoid""#)],
      #"layer "activation" (Activation): last layer: found Activation with activation "sigmoid"; supported: "#
        + #"activation "softmax" (probabilities), "linear" or LeakyReLU (logits)"#
    ),
    (
      kerasHead + [kerasLayer("Dropout", #""rate": 0.5"#), kerasLayer("Activation", #""activation": "linear""#)],
      #"layer "dense" (Dense): activation: found "softmax" with only Dropout, Activation behind it; "#
        + #"supported: probabilities from the last layer: move "softmax" there"#
    ),
    (
      [kerasLayer("Softmax"), kerasLayer("MaxPooling2D"), kerasLayer("Flatten")],
      #"layer "softmax" (Softmax): activation: found "softmax" with only MaxPooling2D, Flatten behind it; "#
        + #"supported: probabilities from the last layer: move "softmax" there"#
    ),
  ])
  func refusesTheOutput(layers: [String], message: String) {
    #expect(refusal(of: kerasModel([kerasInput] + layers)) == message)
  }

  @Test func refusesMoreParametersThanFit() {
    let wide = kerasLayer("Dense", #""units": 268435456"#)
    #expect(
      refusal(of: kerasModel([kerasInput, kerasLayer("Flatten"), wide]))
        == #"layer "dense" (Dense): shape of dense.kernel: found [784, 268435456]; "#
        + "supported: at most 268435456 elements")
    let large = kerasLayer("Dense", #""units": 16000"#)
    #expect(
      refusal(of: kerasModel([kerasInput, kerasLayer("Flatten"), large, large, large]))
        == "parameters: found 524592000 in all layers; supported: at most 268435456")
    let endless = kerasLayer("InputLayer", #""batch_shape": [null, 4611686018427387904, 4, 1]"#)
    #expect(
      refusal(of: kerasModel([endless] + kerasHead))
        == "input shape: found [4611686018427387904, 4, 1]; supported: at most 268435456 elements")
  }

  @Test func refusesNonsenseBuiltInCode() {
    #expect(throws: ArchitectureError.self) {
      try Architecture(
        name: "code", inputShape: ImageShape(rows: 4, columns: 4, channels: 1),
        layers: [("flatten", .flatten(Flatten())), ("dropout", .dropout(Dropout(rate: .nan)))])
    }
  }
}
