using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Learning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "Probability",
                table: "look_alike_answer",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Probability",
                table: "gap_link",
                type: "REAL",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "look_alike_model",
                columns: table => new
                {
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Json = table.Column<string>(type: "TEXT", maxLength: 1000000, nullable: true),
                    EngineVersion = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TrainedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TrainedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Labels = table.Column<int>(type: "INTEGER", nullable: false),
                    Figures = table.Column<string>(type: "TEXT", nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    MeasuredAgainst = table.Column<int>(type: "INTEGER", nullable: true),
                    FirstInForceAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_look_alike_model", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "look_alike_model_in_force",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_look_alike_model_in_force", x => x.Id);
                    table.ForeignKey(
                        name: "FK_look_alike_model_in_force_look_alike_model_Number",
                        column: x => x.Number,
                        principalTable: "look_alike_model",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "look_alike_model",
                columns: new[] { "Number", "EngineVersion", "Figures", "FirstInForceAt", "Json", "Labels", "MeasuredAgainst", "TrainedAt", "TrainedBy", "Verdict" },
                values: new object[] { 0, "", "{\"samePairs\":0,\"differentPairs\":0,\"heldBackPairs\":0,\"targetPrecision\":0,\"pairsAboveEdge\":0}", 0L, null, 0, null, null, "per_00000000000000000000000000", null });

            migrationBuilder.InsertData(
                table: "look_alike_model_in_force",
                columns: new[] { "Id", "Number" },
                values: new object[] { 1, 0 });

            migrationBuilder.CreateIndex(
                name: "IX_look_alike_model_in_force_Number",
                table: "look_alike_model_in_force",
                column: "Number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "look_alike_model_in_force");

            migrationBuilder.DropTable(
                name: "look_alike_model");

            migrationBuilder.DropColumn(
                name: "Probability",
                table: "look_alike_answer");

            migrationBuilder.DropColumn(
                name: "Probability",
                table: "gap_link");
        }
    }
}
