import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Writes two classes of Kafka's broker, each with one changed method, into the module `local`. Both are about a single node that is
/// killed and started at once: for some moments its partitions have no leader.
///
/// `java -cp CLASSPATH CureBroker.java TARGET_FOLDER KAFKA_VERSION`. Fails on any Kafka but the one that was examined: whoever
/// upgrades looks first whether the broker has the cures by itself.
final class CureBroker {
    private static final String EXAMINED = "4.3.1";

    private static final ClassDesc NODE = ClassDesc.of("org.apache.kafka.common.Node");
    private static final ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");
    private static final ClassDesc MAP = ClassDesc.of("java.util.concurrent.ConcurrentHashMap");
    private static final ClassDesc PARTITION =
            ClassDesc.of("org.apache.kafka.common.TopicPartition");
    private static final ClassDesc RUNTIME =
            ClassDesc.of("org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime");
    private static final ClassDesc CONTEXT = RUNTIME.nested("CoordinatorContext");

    /// @param jar the one of Kafka's jars that has the class
    /// @param method the name of the changed method
    /// @param type its descriptor
    private record Cure(String jar, String file, String method, String type, CodeTransform change) {
        boolean isAbout(MethodModel candidate) {
            return candidate.methodName().equalsString(method)
                    && candidate.methodType().equalsString(type);
        }
    }

    /// The broker loads its prepared transactions while it is still fenced. `getPartitionLeaderEndpoint` answers *empty*, and the
    /// transaction coordinator takes that for a deleted topic and drops the markers for good (KAFKA-20734): readers of committed
    /// records stand still for ever. The changed method answers `Node.noNode()` for a partition that exists without a live leader;
    /// the coordinator tries again later.
    private static final Cure LEADERLESS_PARTITION =
            new Cure(
                    "kafka-metadata",
                    "org/apache/kafka/metadata/KRaftMetadataCache.class",
                    "lambda$getPartitionLeaderEndpoint$1",
                    "(Lorg/apache/kafka/image/MetadataImage;Lorg/apache/kafka/common/network/ListenerName;"
                            + "Lorg/apache/kafka/metadata/PartitionRegistration;)Ljava/util/Optional;",
                    CureBroker::orNoNode);

    /// What the loading of a coordinator found out counts for whatever coordinator its partition has by then. Where the leader goes
    /// and comes back meanwhile that is a later one, whose own loading has only begun: it is active with nothing read, and its groups
    /// and their offsets are unknown; or it is failed for good, and its own end is passed over. The changed method passes the end of
    /// a loading over where the coordinator is not the one that it was for.
    private static final Cure STALE_LOADING =
            new Cure(
                    "kafka-coordinator-common",
                    "org/apache/kafka/coordinator/common/runtime/CoordinatorRuntime$CoordinatorContext.class",
                    "lambda$load$1",
                    "(Ljava/lang/Throwable;Lorg/apache/kafka/coordinator/common/runtime/CoordinatorLoader$LoadSummary;)V",
                    new OnlyForItself());

    public static void main(String[] args) throws IOException {
        if (!args[1].equals(EXAMINED))
            throw new IllegalStateException(
                    "Kafka %s has not been examined, only %s: see docs of this class"
                            .formatted(args[1], EXAMINED));
        for (Cure cure : List.of(LEADERLESS_PARTITION, STALE_LOADING)) {
            Path target = Path.of(args[0]).resolve(cure.file());
            byte[] cured = apply(cure, original(cure));
            if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), cured)) continue;
            Files.createDirectories(target.getParent());
            Files.write(target, cured);
        }
    }

    private static byte[] original(Cure cure) throws IOException {
        String jar = cure.jar() + "-" + EXAMINED + ".jar!";
        List<URL> found =
                Collections.list(CureBroker.class.getClassLoader().getResources(cure.file()))
                        .stream()
                        .filter(url -> url.getPath().contains(jar))
                        .toList();
        if (found.size() != 1)
            throw new IllegalStateException("one " + jar + " expected: " + found);
        try (InputStream in = found.getFirst().openStream()) {
            return in.readAllBytes();
        }
    }

    private static byte[] apply(Cure cure, byte[] original) {
        ClassFile file = ClassFile.of();
        ClassModel model = file.parse(original);
        long found = model.methods().stream().filter(cure::isAbout).count();
        if (found != 1)
            throw new IllegalStateException(
                    "%s is not in %s as examined".formatted(cure.method(), cure.file()));
        return file.transformClass(
                model, ClassTransform.transformingMethodBodies(cure::isAbout, cure.change()));
    }

    /// `return broker.map(…)` becomes `return Optional.of(broker.map(…).orElse(Node.noNode()))`.
    private static void orNoNode(CodeBuilder code, CodeElement element) {
        if (element instanceof ReturnInstruction)
            code.invokestatic(NODE, "noNode", MethodTypeDesc.of(NODE))
                    .invokevirtual(
                            OPTIONAL,
                            "orElse",
                            MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                    .invokestatic(
                            OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, ConstantDescs.CD_Object));
        code.with(element);
    }

    /// Before anything else: `if (runtime.coordinators.get(tp) != this) return;`.
    private static final class OnlyForItself implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            Label current = code.newLabel();
            code.aload(0)
                    .getfield(CONTEXT, "this$0", RUNTIME)
                    .getfield(RUNTIME, "coordinators", MAP)
                    .aload(0)
                    .getfield(CONTEXT, "tp", PARTITION)
                    .invokevirtual(
                            MAP,
                            "get",
                            MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                    .aload(0)
                    .if_acmpeq(current)
                    .return_()
                    .labelBinding(current);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}
