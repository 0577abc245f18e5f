package io.mlintern.policy;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A YAML mapping whose members know their lines. Only the form is read: no tag makes an object.
final class YamlTree {
    private static final int MAX_CODE_POINTS = 256 * 1024;

    private final int line;
    private final Map<String, Node> members;

    private YamlTree(int line, Map<String, Node> members) {
        this.line = line;
        this.members = members;
    }

    /// The text is not what it should be, and where.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String detail;

        Malformed(int line, String detail) {
            super("line " + line + ": " + detail);
            this.line = line;
            this.detail = detail;
        }

        int line() {
            return line;
        }

        String detail() {
            return detail;
        }
    }

    static YamlTree parse(String text) throws Malformed {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_CODE_POINTS);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new Malformed(1, "the text is empty");
            }
            return new Member(root).tree();
        } catch (MarkedYAMLException e) {
            throw new Malformed(e.getProblemMark().getLine() + 1, e.getProblem());
        } catch (YAMLException _) {
            throw new Malformed(1, "no YAML that is accepted here");
        }
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Member member(String name) throws Malformed {
        Node node = members.get(name);
        if (node == null) {
            throw new Malformed(line, "'" + name + "' is missing");
        }
        return new Member(node);
    }

    /// Refuses members that are not named here.
    void allow(String... names) throws Malformed {
        Set<String> known = Set.of(names);
        for (var member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                throw new Malformed(
                        member.getValue().getStartMark().getLine() + 1,
                        "'" + member.getKey() + "' is none of " + String.join(", ", names));
            }
        }
    }

    /// One value of the text.
    record Member(Node node) {
        Malformed malformed(String detail) {
            return new Malformed(node.getStartMark().getLine() + 1, detail);
        }

        /// Where its text begins.
        int line() {
            boolean block =
                    node instanceof ScalarNode scalar
                            && (scalar.getScalarStyle() == ScalarStyle.LITERAL
                                    || scalar.getScalarStyle() == ScalarStyle.FOLDED);
            return node.getStartMark().getLine() + (block ? 2 : 1);
        }

        String text() throws Malformed {
            if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                return scalar.getValue();
            }
            throw malformed("a text is expected here");
        }

        List<Member> items() throws Malformed {
            if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
                return sequence.getValue().stream().map(Member::new).toList();
            }
            throw malformed("a list with at least one item is expected here");
        }

        YamlTree tree() throws Malformed {
            if (!(node instanceof MappingNode mapping)) {
                throw malformed("a mapping of names to values is expected here");
            }
            var members = new LinkedHashMap<String, Node>();
            for (var tuple : mapping.getValue()) {
                var key = new Member(tuple.getKeyNode());
                if (members.put(key.text(), tuple.getValueNode()) != null) {
                    throw key.malformed("'" + key.text() + "' stands here twice");
                }
            }
            return new YamlTree(node.getStartMark().getLine() + 1, members);
        }

        /// The value as plain maps, lists, strings, numbers and booleans.
        Object plain() throws Malformed {
            return switch (node) {
                case MappingNode _ -> {
                    var values = new LinkedHashMap<String, Object>();
                    for (var member : tree().members.entrySet()) {
                        values.put(member.getKey(), new Member(member.getValue()).plain());
                    }
                    yield values;
                }
                case SequenceNode sequence -> {
                    var values = new ArrayList<>();
                    for (Node item : sequence.getValue()) {
                        values.add(new Member(item).plain());
                    }
                    yield values;
                }
                case ScalarNode scalar -> scalar(scalar);
                default -> throw malformed("this kind of value is not read here");
            };
        }

        private Object scalar(ScalarNode scalar) throws Malformed {
            String value = scalar.getValue();
            try {
                return switch (scalar.getTag().getValue()) {
                    case "tag:yaml.org,2002:int" -> Long.valueOf(value);
                    case "tag:yaml.org,2002:float" -> new BigDecimal(value);
                    case "tag:yaml.org,2002:bool" -> Boolean.valueOf(value);
                    default -> value;
                };
            } catch (NumberFormatException _) {
                throw malformed("a number is written in decimal digits here");
            }
        }
    }
}
