package example;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.segmentbigquery.SegmentBigQuery;
import com.pulumi.segmentbigquery.SegmentBigQueryArgs;
import com.pulumi.segmentbigquery.enums.ModelOperation;
import com.pulumi.segmentbigquery.enums.Product;
import com.pulumi.segmentbigquery.enums.Profile;
import com.pulumi.segmentbigquery.inputs.AccessorArgs;
import com.pulumi.segmentbigquery.inputs.DestinationArgs;
import com.pulumi.segmentbigquery.inputs.KeyArgs;
import com.pulumi.segmentbigquery.inputs.ModelsArgs;
import com.pulumi.segmentbigquery.inputs.SecretArgs;
import com.pulumi.segmentbigquery.inputs.SourceArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context ctx) {
        var accessor = AccessorArgs.builder().member("group:segment-admins@example.com").build();
        var segment = new SegmentBigQuery("segment", SegmentBigQueryArgs.builder()
            .project("acme-analytics")
            .location("EU")
            .products(Product.LinkedEvents, Product.Warehouse)
            .profile(Profile.Minimal)
            .sources(
                SourceArgs.builder().dataset("crm").build(),
                SourceArgs.builder().dataset("web").table("page_views").build(),
                SourceArgs.builder().project("acme-lake").dataset("profiles_sync").build())
            .destinations(DestinationArgs.builder().dataset("website").build())
            .models(ModelsArgs.builder().dataset("ml").operations(ModelOperation.Predict).build())
            .key(KeyArgs.builder().secret(SecretArgs.builder().accessors(accessor).build()).build())
            .build());

        ctx.export("serviceAccountEmail", segment.serviceAccountEmail());
        ctx.export("secretVersionName", segment.secretVersionName());
        ctx.export("segmentForm", segment.segmentForm());
    }
}
