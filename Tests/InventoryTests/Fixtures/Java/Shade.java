import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugins.shade.DefaultShader;
import org.apache.maven.plugins.shade.ShadeRequest;
import org.apache.maven.plugins.shade.relocation.SimpleRelocator;

/** Relocates as the plugin does: `Shade IN OUT PATTERN TARGET`. */
public class Shade {
    public static void main(String[] arguments) throws Exception {
        ShadeRequest request = new ShadeRequest();
        request.setJars(Set.of(new File(arguments[0])));
        request.setUberJar(new File(arguments[1]));
        request.setFilters(List.of());
        request.setResourceTransformers(List.of());
        request.setRelocators(List.of(new SimpleRelocator(arguments[2], arguments[3], List.of(), List.of())));
        new DefaultShader().shade(request);
    }
}
