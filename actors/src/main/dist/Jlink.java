import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleResolutionAttribute;
import java.util.spi.ToolProvider;
import jdk.tools.jlink.internal.PluginRepository;
import jdk.tools.jlink.plugin.Plugin;
import jdk.tools.jlink.plugin.ResourcePool;
import jdk.tools.jlink.plugin.ResourcePoolBuilder;
import jdk.tools.jlink.plugin.ResourcePoolEntry;

/** jlink, but the Vector API becomes an ordinary module of the image. */
final class Jlink implements Plugin {

    /*
     * A module marked as incubating is not resolved by default, prints a warning at every start, and keeps the JVM from
     * storing its module graph in the AOT cache. The mark is one attribute of the module's class file.
     */

    private static final String INCUBATOR = "/jdk.incubator.vector/module-info.class";

    static void main(String[] arguments) {
        PluginRepository.registerPlugin(new Jlink());
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        System.exit(jlink.run(System.out, System.err, arguments));
    }

    @Override
    public String getName() {
        return "graduate";
    }

    @Override
    public ResourcePool transform(ResourcePool in, ResourcePoolBuilder out) {
        in.transformAndCopy(entry -> entry.path().equals(INCUBATOR) ? graduate(entry) : entry, out);
        return out.build();
    }

    private static ResourcePoolEntry graduate(ResourcePoolEntry entry) {
        ClassFile file = ClassFile.of();
        ClassTransform drop = ClassTransform.dropping(element -> element instanceof ModuleResolutionAttribute);
        return entry.copyWithContent(file.transformClass(file.parse(entry.contentBytes()), drop));
    }
}
