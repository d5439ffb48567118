import Foundation
import Network
import Testing

/// Forms in which models come: in each other, as a chain of calls, wrapped once more, of other precision, with names that
/// tensors cannot have.
@Suite("Forms of models")
struct ArchitectureFormTests {
  private static func entry(_ className: String, _ name: String, _ options: String, _ nodes: String) -> String {
    #"{"class_name": "\#(className)", "name": "\#(name)", "config": {"name": "\#(name)", \#(options)}, "#
      + #""inbound_nodes": \#(nodes)}"#
  }

  /// A functional model as Keras 3 writes it (calls with keyword arguments) or Keras 2 (lists).
  private static func chain(
    keras3: Bool, third: String = "flatten", inputs: String? = nil, outputs: String? = nil, options: String = "{}"
  ) -> String {
    func node(_ source: String) -> String {
      keras3
        ? #"[{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["\#(source)", 0, 0]}}], "#
          + #""kwargs": \#(options)}]"#
        : #"[[["\#(source)", 0, 0, \#(options)]]]"#
    }
    let layers = [
      // Not in the order of the calls: that is theirs to say.
      entry("Dense", "dense", #""units": 10"#, node(third)),
      entry("Flatten", "flatten", #""trainable": true"#, node("conv")),
      entry("InputLayer", "image", #""batch_shape": [null, 28, 28, 1]"#, "[]"),
      entry("Conv2D", "conv", #""filters": 2, "kernel_size": 3"#, node("image")),
    ]
    let (input, output) =
      keras3 ? (#"["image", 0, 0]"#, #"["dense", 0, 0]"#) : (#"[["image", 0, 0]]"#, #"[["dense", 0, 0]]"#)
    let registered = keras3 ? #""registered_name": "Functional", "# : ""
    return #"{"class_name": "Functional", \#(registered)"config": {"name": "chain", "layers": ["#
      + layers.joined(separator: ", ")
      + #"], "input_layers": \#(inputs ?? input), "output_layers": \#(outputs ?? output)}}"#
  }

  @Test("a functional model that is a chain", arguments: [true, false])
  func functional(keras3: Bool) throws {
    let architecture = try decode(Self.chain(keras3: keras3))
    #expect(architecture.name == "chain")
    #expect(architecture.layers.map(\.name) == ["conv", "flatten", "dense"])
  }

  @Test("a functional model that is none is refused", arguments: [true, false])
  func branches(keras3: Bool) {
    #expect(
      refusal(of: Self.chain(keras3: keras3, third: "conv")).hasPrefix(
        #"inbound_nodes: found two layers that take the output of "conv"; supported: a plain chain"#))
    #expect(refusal(of: Self.chain(keras3: keras3, inputs: #"[["a", 0, 0], ["b", 0, 0]]"#)).hasPrefix("config.input_l"))
    #expect(refusal(of: Self.chain(keras3: keras3, outputs: #"["flatten", 0, 0]"#)).hasPrefix("config.output_layers: "))
    #expect(
      refusal(of: Self.chain(keras3: keras3, options: #"{"training": false}"#))
        .hasPrefix(#"layer "dense" (Dense): inbound_nodes: found "#))
  }

  @Test("models in each other are one, with names of their own")
  func nested() throws {
    let convolution = kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3, "name": "conv""#)
    func model(_ name: String, _ layers: [String]) -> String {
      kerasModel(
        [kerasLayer("InputLayer", #""batch_shape": [32, 28, 28, 1]"#)] + layers, configuration: #""name": "\#(name)", "#
      )
    }
    var remarks: [String] = []
    let text = kerasModel(
      [model("first", [convolution]), model("outer", [model("second", [convolution, kerasLayer("ReLU")])])] + kerasHead)
    let architecture = try Architecture.decode(Data(text.utf8)) { remarks.append($0) }
    #expect(architecture.layers.map(\.name) == ["conv", "second_conv", "re_lu", "flatten", "dense"])
    #expect(architecture.layers.map(\.outputShape) == [[26, 26, 2], [24, 24, 2], [24, 24, 2], [1152], [10]])
    #expect(remarks == ["layers have other names here, which tensors can have: conv is second_conv"])
    #expect(try decode(architecture.keras3JSON()) == architecture)
    let deep = (0..<4).reduce(kerasModel(kerasHead)) { inner, _ in kerasModel([inner]) }
    #expect(refusal(of: deep).hasSuffix("layers: found more than 4 models in each other; supported: fewer"))
    let broken = model("first", [kerasLayer("LSTM")])
    #expect(refusal(of: kerasModel([kerasInput, broken])).hasPrefix(#"layer "lstm" (LSTM): class_name: found "LSTM""#))
  }

  @Test("an outer layer keeps its name, whatever the layers of models before it are called")
  func outerNames() throws {
    let convolution = kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3, "name": "conv""#)
    func model(_ name: String, _ layers: [String]) -> String {
      kerasModel(layers, configuration: #""name": "\#(name)", "#)
    }
    let inner = model("inner", [model("innermost", [convolution]), convolution])
    var remarks: [String] = []
    let text = kerasModel([kerasInput, inner, convolution] + kerasHead)
    let architecture = try Architecture.decode(Data(text.utf8)) { remarks.append($0) }
    #expect(architecture.layers.map(\.name) == ["innermost_conv", "inner_conv", "conv", "flatten", "dense"])
    #expect(
      remarks == [
        "layers have other names here, which tensors can have: conv is inner_conv, conv is innermost_conv"
      ])
    // Two layers of one model with one name are no more of one mind than in Keras.
    #expect(refusal(of: kerasModel([kerasInput, convolution, convolution] + kerasHead)).contains("an earlier layer"))
  }

  @Test("names with a slash are others here, and that is said")
  func slashes() throws {
    let layers = [
      kerasLayer("Dropout", #""rate": 0, "name": "a/b""#), kerasLayer("Dropout", #""rate": 0, "name": "a/b/c""#),
      kerasLayer("Dropout", #""rate": 0, "name": "a_b/c""#),
    ]
    var remarks: [String] = []
    let text = kerasModel([kerasInput] + layers + kerasHead, configuration: #""name": "my/model", "#)
    let architecture = try Architecture.decode(Data(text.utf8)) { remarks.append($0) }
    #expect(architecture.name == "my_model")
    #expect(architecture.layers.map(\.name) == ["a_b", "a_b_c", "a_b_c_1", "flatten", "dense"])
    #expect(
      remarks == [
        "layers have other names here, which tensors can have: a/b is a_b, a/b/c is a_b_c, a_b/c is a_b_c_1"
      ])
  }

  @Test(
    "other precisions are read, with one remark",
    arguments: [
      #""mixed_float16""#, #""float64""#, #"{"class_name": "DTypePolicy", "config": {"name": "bfloat16"}}"#,
      #"{"class_name": "Policy", "config": {"name": "mixed_bfloat16"}, "shared_object_id": 5}"#,
    ])
  func precisions(type: String) throws {
    let layers = [
      kerasLayer("Flatten", #""dtype": \#(type)"#), kerasLayer("Dense", #""units": 10, "dtype": \#(type)"#),
    ]
    var remarks: [String] = []
    let text = kerasModel([kerasInput] + layers, configuration: #""dtype": \#(type), "#)
    let architecture = try Architecture.decode(Data(text.utf8)) { remarks.append($0) }
    #expect(remarks.count == 1 && remarks[0].hasPrefix("the model asks for "))
    #expect(
      remarks[0].hasSuffix("float16; it is computed in float32")
        || remarks[0].hasSuffix("64; it is computed in float32"))
    #expect(!architecture.keras3JSON().contains("dtype"))
  }

  @Test("JSON in a JSON string, and a mark of the byte order")
  func wrapped() throws {
    let json = kerasModel([kerasInput] + kerasHead)
    let expected = try decode(json)
    let string = try JSONEncoder().encode(json)
    #expect(try Architecture.decode(string) == expected)
    #expect(try Architecture.decode(Data([0xEF, 0xBB, 0xBF]) + Data(json.utf8)) == expected)
    #expect(try Architecture.decode(Data([0xEF, 0xBB, 0xBF]) + string) == expected)
  }

  @Test("input layers stand before all others, and agree")
  func inputs() throws {
    #expect(refusal(of: kerasModel([kerasInput, kerasInput] + kerasHead)) == "")
    let other = kerasLayer("InputLayer", #""batch_shape": [null, 28, 28]"#)
    #expect(refusal(of: kerasModel([kerasInput, other] + kerasHead)).contains("the same shape as the input layer's"))
    #expect(
      refusal(of: kerasModel([kerasInput, kerasHead[0], other, kerasHead[1]])).hasSuffix(
        #"class_name: found "InputLayer"; supported: InputLayer before all other layers only"#))
  }

  @Test("the whole config.json of a .keras archive")
  func archive() throws {
    let entry =
      #"{"module": "keras.layers", "class_name": "Dense", "config": {"units": 10, "dtype": "#
      + #"{"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null, "#
      + #""shared_object_id": 139958745784976}}, "registered_name": null, "build_config": {"input_shape": [32, 784]}}"#
    let json =
      #"{"module": "keras", "class_name": "Sequential", "config": {"name": "built", "trainable": true, "layers": ["#
      + #"{"class_name": "InputLayer", "config": {"batch_shape": [32, 28, 28, 1], "dtype": "float32"}}, "#
      + kerasLayer("Flatten") + ", " + entry + #"], "build_input_shape": [32, 28, 28, 1]}, "registered_name": null, "#
      + #""build_config": {"input_shape": [32, 28, 28, 1]}, "compile_config": {"optimizer": {"class_name": "Lion"}}}"#
    #expect(try decode(json).inputShape == ImageShape(rows: 28, columns: 28, channels: 1))
  }
}
