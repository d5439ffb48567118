"""Schemas of Kubernetes' objects, strict: a field that they do not name is an error, where a cluster would drop it in silence."""

import copy
import importlib.metadata

import jsonschema
import yaml
from kubeflow_trainer_api import models

PACKAGE = "kubeflow-trainer-api"


def of_trainer():
    """For each kind of Kubeflow Trainer its schema, as the package of its programming interface has it."""
    classes = {
        "TrainJob": models.TrainerV1alpha1TrainJob,
        "TrainingRuntime": models.TrainerV1alpha1TrainingRuntime,
    }
    return {("trainer.kubeflow.org/v1alpha1", kind): _strict(a.model_json_schema()) for kind, a in classes.items()}


def of_pods():
    """The schema of a pod's template, and that of what a claim for a volume says, both Kubernetes' own."""
    return [
        _strict(a.model_json_schema())
        for a in (models.IoK8sApiCoreV1PodTemplateSpec, models.IoK8sApiCoreV1PersistentVolumeClaimSpec)
    ]


def of_definition(path):
    """For each kind and version in a file of custom resource definitions its schema."""
    schemas = {}
    for document in yaml.safe_load_all(path.read_text()):
        if document and document.get("kind") == "CustomResourceDefinition":
            spec = document["spec"]
            for version in spec["versions"]:
                kind = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                schemas[kind] = _strict(version["schema"]["openAPIV3Schema"])
    return schemas


def faults(schema, value):
    """What is wrong with a value, one line each."""
    return [
        f"{'.'.join(str(key) for key in leaf.absolute_path) or 'the object'}: {leaf.message}"
        for error in jsonschema.Draft202012Validator(schema).iter_errors(value)
        for leaf in _leaves(error)
    ]


def _leaves(error):
    """An error, or those that it comes from: what may also be null has an error for each choice."""
    choices = [part for part in error.context or [] if part.validator_value != "null"]
    return [leaf for part in choices for leaf in _leaves(part)] or [error]


def version():
    """Which release the schemas of the package are of."""
    return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"


def _strict(schema):
    """A copy that allows no field but those with a name in it."""
    schema = copy.deepcopy(schema)
    for name, definition in schema.get("$defs", {}).items():
        # A class around a value that is a number or a text: the value is what a manifest has.
        schema["$defs"][name] = definition.get("properties", {}).get("actual_instance", definition)
    pending = [schema]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if isinstance(value.get("properties"), dict) and not value.get("x-kubernetes-preserve-unknown-fields"):
                value.setdefault("additionalProperties", False)
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return schema
