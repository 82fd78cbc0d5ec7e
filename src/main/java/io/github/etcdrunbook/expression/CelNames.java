package io.github.etcdrunbook.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.ExpressionType.MapOf;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The names of one scope in CEL's own types, and back. Each shape gets a CEL name of its own. */
final class CelNames {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(10_000)
          .maxParseRecursionDepth(60)
          .build();

  private final Map<Shape, StructType> structs = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final CelCompiler compiler;

  CelNames(Map<String, ExpressionType> names) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.optional(), CelExtensions.strings());
    names.forEach((name, type) -> builder.addVar(name, toCel(type)));
    ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
    structs.values().forEach(struct -> types.put(struct.name(), struct));
    builder.setTypeProvider(new Provider(types.buildOrThrow()));
    this.compiler = builder.build();
  }

  CelCompiler compiler() {
    return compiler;
  }

  /** CEL's names of shapes in a message replaced by ours. */
  String readable(String message) {
    String result = message;
    for (Map.Entry<String, Shape> shape : shapes.entrySet()) {
      result = result.replace(shape.getKey(), shape.getValue().name());
    }
    return result;
  }

  ExpressionType fromCel(CelType type) {
    return switch (type) {
      case ListType list -> new ListOf(fromCel(list.elemType()));
      case MapType map -> new MapOf(fromCel(map.valueType()));
      default ->
          switch (type.kind()) {
            case BOOL -> Basic.BOOL;
            case INT, UINT -> Basic.INT;
            case DOUBLE -> Basic.DOUBLE;
            case STRING -> Basic.STRING;
            case DURATION -> Basic.DURATION;
            default -> shapes.containsKey(type.name()) ? shapes.get(type.name()) : Basic.ANY;
          };
    };
  }

  static boolean isOptional(CelType type) {
    return type.kind() == CelKind.OPAQUE && type.name().startsWith("optional_type");
  }

  private CelType toCel(ExpressionType type) {
    return switch (type) {
      case Basic basic ->
          switch (basic) {
            case BOOL -> SimpleType.BOOL;
            case INT -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case STRING -> SimpleType.STRING;
            case DURATION -> SimpleType.DURATION;
            case ANY -> SimpleType.DYN;
          };
      case ListOf list -> ListType.create(toCel(list.item()));
      case MapOf map -> MapType.create(SimpleType.STRING, toCel(map.value()));
      case Shape shape -> struct(shape);
    };
  }

  private StructType struct(Shape shape) {
    StructType known = structs.get(shape);
    if (known != null) {
      return known;
    }
    ImmutableMap.Builder<String, CelType> collected = ImmutableMap.builder();
    shape.fields().forEach((field, type) -> collected.put(field, toCel(type)));
    ImmutableMap<String, CelType> fields = collected.buildOrThrow();
    String name = "shape" + (structs.size() + 1) + "of";
    StructType struct =
        StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    structs.put(shape, struct);
    shapes.put(name, shape);
    return struct;
  }

  private record Provider(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return byName.values();
    }

    @Override
    public Optional<CelType> findType(String typeName) {
      return Optional.ofNullable(byName.get(typeName));
    }
  }
}
