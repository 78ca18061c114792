"""JSON Schema of the two kinds of files that users write, for editors; made from the models.

What pydantic cannot know, since a function checks it, is said here beside that function or
model. What needs other files or arithmetic (a source that is not defined, crossed goalposts)
is left to `hubscore check`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from json import dumps
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema as core

from hubscore.model.choice import STEPS, Choice
from hubscore.model.evidence import GRADES, MEANINGS
from hubscore.model.fields import (
    HEAVIEST,
    ID_PATTERN,
    LIGHTEST,
    NAME_LENGTH,
    Record,
    check_name,
    check_weight,
    frozen_mapping,
)
from hubscore.model.profile import Figure, Profile, Source
from hubscore.model.scenario import FIXED
from hubscore.model.scorecard import Indicator, MethodTable, Node, Scorecard

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _needs(*keys: str) -> dict[str, Any]:
    return {"anyOf": [{"required": [key]} for key in keys]}


BY_FUNCTION: Mapping[Callable[..., Any], JsonSchemaValue] = {
    check_name: {"minLength": 1, "maxLength": NAME_LENGTH, "pattern": r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$"},
    check_weight: {"minimum": 0, "maximum": HEAVIEST, "anyOf": [{"const": 0}, {"minimum": LIGHTEST}]},
    frozen_mapping: {"additionalProperties": False},
}
"""What the functions that validate fields ask for."""

BY_MODEL: Mapping[type[BaseModel], JsonSchemaValue] = {
    Figure: {"oneOf": [_needs("value"), _needs("at_least", "at_most")]},
    Source: _needs("title", "publisher"),
    Scorecard: _needs("hubs", "data"),
}
"""What the validators of whole tables ask for, those of derived tables too."""


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, in TOML's terms: nothing is null, and no title repeats a key."""

    def nullable_schema(self, schema: core.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic calls it so
        return False

    def default_schema(self, schema: core.WithDefaultSchema) -> JsonSchemaValue:
        result = super().default_schema(schema)
        if result.get("default") in (None, {}, []):
            result.pop("default", None)
        return result

    def encode_default(self, dft: Any) -> Any:
        return dft.name if isinstance(dft, Choice) else super().encode_default(dft)

    def function_after_schema(self, schema: core.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        function: Any = schema["function"]["function"]
        return super().function_after_schema(schema) | BY_FUNCTION.get(function, {})

    def function_before_schema(self, schema: core.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """One table stands for a list of one; no list is empty."""
        result = super().function_before_schema(schema)
        return {"anyOf": [result["items"], {**result, "minItems": 1}]} if result.get("type") == "array" else result

    def model_schema(self, schema: core.ModelSchema) -> JsonSchemaValue:
        result, model = super().model_schema(schema), schema["cls"]
        for parent, more in BY_MODEL.items():
            result |= more if issubclass(model, parent) else {}
        _spell_out(model, result["properties"])
        optional = {name for name, field in model.model_fields.items() if _is_table(field.annotation)}
        required = [key for key in result.pop("required", ()) if key not in optional]
        return result | ({"required": required} if required else {})


def _is_table(annotation: Any) -> bool:
    """Whether a field is a table, which may be left out: that says the same as an empty one."""
    return isinstance(annotation, type) and issubclass(annotation, Record)


def _spell_out(model: type[BaseModel], properties: dict[str, JsonSchemaValue]) -> None:
    """Tell the meaning of every method and grade where one is chosen."""
    for name, field in model.model_fields.items():
        meanings: Mapping[str, str] = {}
        if issubclass(model, (MethodTable, Node, Indicator)) and name in STEPS:
            meanings = {row.name: row.meaning for row in STEPS[name].values()}
        elif get_args(field.annotation) == GRADES:
            meanings = {grade: MEANINGS[grade] for grade in GRADES}
        if meanings:
            lines = "\n".join(f"{word}: {meaning}" for word, meaning in meanings.items())
            properties[name]["description"] = f"{field.description or name}\n{lines}"


def hub_schema() -> JsonSchemaValue:
    """The schema of hubs/*.toml."""
    return _headed(Profile, "Profile of a hub")


def scorecard_schema() -> JsonSchemaValue:
    """The schema of scorecard.toml; scenarios are partial scorecards."""
    schema = _headed(Scorecard, "Scorecard")
    definitions, properties = schema["$defs"], schema["properties"]
    partial = {key: value for key, value in definitions["Indicator"].items() if key != "required"}
    definitions["PartialIndicator"] = partial | {"description": "What a scenario changes of an indicator."}
    changes = {key: value for key, value in properties.items() if key not in FIXED}
    changes["label"] = definitions["Measure"]["properties"]["label"]
    changes["indicators"] = _by_id("PartialIndicator", properties["indicators"]["description"])
    definitions["Scenario"] = {
        "type": "object",
        "description": "A partial scorecard, merged key by key over the whole one.",
        "properties": changes,
        "additionalProperties": False,
    }
    properties["scenarios"] = _by_id("Scenario", properties["scenarios"]["description"])
    return schema


def _headed(model: type[BaseModel], title: str) -> JsonSchemaValue:
    schema = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    return {"$schema": DIALECT} | schema | {"title": title}


def _by_id(definition: str, description: str) -> JsonSchemaValue:
    entries = {ID_PATTERN: {"$ref": f"#/$defs/{definition}"}}
    return {"type": "object", "description": description, "patternProperties": entries, "additionalProperties": False}


SCHEMAS: Mapping[str, Callable[[], JsonSchemaValue]] = {"scorecard": scorecard_schema, "hub": hub_schema}
"""By kind of file."""


def schema_text(kind: str) -> str:
    """A schema as the text of its file."""
    return dumps(SCHEMAS[kind](), indent=2, ensure_ascii=False) + "\n"
