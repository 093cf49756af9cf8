package example;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.segmentbigquery.SegmentBigQuery;
import com.pulumi.segmentbigquery.SegmentBigQueryArgs;
import com.pulumi.segmentbigquery.enums.ModelOperation;
import com.pulumi.segmentbigquery.enums.Profile;
import com.pulumi.segmentbigquery.inputs.AccessorArgsArgs;
import com.pulumi.segmentbigquery.inputs.KeyArgsArgs;
import com.pulumi.segmentbigquery.inputs.ModelsArgsArgs;
import com.pulumi.segmentbigquery.inputs.SecretArgsArgs;
import com.pulumi.segmentbigquery.inputs.SourceArgsArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context ctx) {
        var accessor = AccessorArgsArgs.builder().member("group:segment-admins@example.com").build();
        var segment = new SegmentBigQuery("segment", SegmentBigQueryArgs.builder()
            .project("acme-analytics")
            .location("EU")
            .profile(Profile.Minimal)
            .sources(
                SourceArgsArgs.builder().dataset("crm").build(),
                SourceArgsArgs.builder().dataset("web").table("page_views").build(),
                SourceArgsArgs.builder().project("acme-lake").dataset("profiles_sync").build())
            .models(ModelsArgsArgs.builder().dataset("ml").operations(ModelOperation.Predict).build())
            .key(KeyArgsArgs.builder().secret(SecretArgsArgs.builder().accessors(accessor).build()).build())
            .build());

        ctx.export("serviceAccountEmail", segment.serviceAccountEmail());
        ctx.export("secretVersionName", segment.secretVersionName());
        ctx.export("segmentForm", segment.segmentForm());
    }
}
