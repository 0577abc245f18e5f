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

/// Writes three classes of Kafka's broker, each with one to three changed methods, into the module `local`. Two are about a single node
/// that is killed and started at once: for some moments its partitions have no leader. The third is about a disk that is full.
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

    /// @param type its descriptor
    private record Method(String name, String type) {
        boolean is(MethodModel candidate) {
            return candidate.methodName().equalsString(name)
                    && candidate.methodType().equalsString(type);
        }
    }

    /// @param jar the one of Kafka's jars that has the class
    /// @param methods those that are changed, all in the same way
    private record Cure(String jar, String file, List<Method> methods, CodeTransform change) {
        boolean isAbout(MethodModel candidate) {
            return methods.stream().anyMatch(method -> method.is(candidate));
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
                    List.of(
                            new Method(
                                    "lambda$getPartitionLeaderEndpoint$1",
                                    "(Lorg/apache/kafka/image/MetadataImage;Lorg/apache/kafka/common/network/ListenerName;"
                                            + "Lorg/apache/kafka/metadata/PartitionRegistration;)Ljava/util/Optional;")),
                    CureBroker::orNoNode);

    /// What the loading of a coordinator found out counts for whatever coordinator its partition has by then. Where the leader goes
    /// and comes back meanwhile that is a later one, whose own loading has only begun: it is active with nothing read, and its groups
    /// and their offsets are unknown; or it is failed for good, and its own end is passed over. The changed method passes the end of
    /// a loading over where the coordinator is not the one that it was for.
    private static final Cure STALE_LOADING =
            new Cure(
                    "kafka-coordinator-common",
                    "org/apache/kafka/coordinator/common/runtime/CoordinatorRuntime$CoordinatorContext.class",
                    List.of(
                            new Method(
                                    "lambda$load$1",
                                    "(Ljava/lang/Throwable;Lorg/apache/kafka/coordinator/common/runtime/CoordinatorLoader$LoadSummary;)V")),
                    new OnlyForItself());

    /// An index is a file with holes that is mapped into memory. Where its next block finds no room on the disk, the processor faults,
    /// and the JVM says so by an `InternalError`. Nobody in the broker expects one: the records are in the log's file already, the
    /// index has counted half an entry, and the partition refuses everything from then on, also when there is room again, until the
    /// broker is restarted. The changed methods say it by an `IOException`, as every other write that finds no room does: the broker
    /// gives its log folder up and ends, and its next start repairs what was half written. (The JVM tells of such a fault at its next
    /// safepoint. With the first compiler alone, as we start it, that is in the index's own method; the second one may put it outside
    /// of all three.)
    private static final Cure INDEX_WITHOUT_ROOM =
            new Cure(
                    "kafka-storage",
                    "org/apache/kafka/storage/internals/log/LogSegment.class",
                    List.of(
                            new Method(
                                    "append",
                                    "(JLorg/apache/kafka/common/record/internal/MemoryRecords;)V"),
                            new Method("onBecomeInactiveSegment", "()V"),
                            new Method(
                                    "recover",
                                    "(Lorg/apache/kafka/storage/internals/log/ProducerStateManager;"
                                            + "Lorg/apache/kafka/storage/internals/epoch/LeaderEpochFileCache;)I")),
                    CodeTransform.ofStateful(AsIoException::new));

    public static void main(String[] args) throws IOException {
        if (!args[1].equals(EXAMINED))
            throw new IllegalStateException(
                    "Kafka %s has not been examined, only %s: see docs of this class"
                            .formatted(args[1], EXAMINED));
        for (Cure cure : List.of(LEADERLESS_PARTITION, STALE_LOADING, INDEX_WITHOUT_ROOM)) {
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
        if (found != cure.methods().size())
            throw new IllegalStateException(
                    "%s are not in %s as examined".formatted(cure.methods(), cure.file()));
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

    /// Around everything: `try { … } catch (InternalError e) { throw new IOException(e); }`.
    private static final class AsIoException implements CodeTransform {
        private static final ClassDesc IO_EXCEPTION = ClassDesc.of("java.io.IOException");
        private static final ClassDesc INTERNAL_ERROR = ClassDesc.of("java.lang.InternalError");

        private Label start;

        @Override
        public void atStart(CodeBuilder code) {
            start = code.newBoundLabel();
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }

        @Override
        public void atEnd(CodeBuilder code) {
            Label end = code.newBoundLabel();
            code.exceptionCatch(start, end, end, INTERNAL_ERROR)
                    .new_(IO_EXCEPTION)
                    .dup_x1()
                    .swap()
                    .invokespecial(
                            IO_EXCEPTION,
                            ConstantDescs.INIT_NAME,
                            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Throwable))
                    .athrow();
        }
    }
}
