with

kewajiban as (
    select * from {{ ref('int_kewajiban__status') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

region as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

-- A shared indicator is its leader's. Sums run over decimals, which are exact.
owed as (
    select
        kewajiban.kode_opd,
        kewajiban.id_siklus,
        kewajiban.level_hasil,
        kewajiban.is_skor,
        kewajiban.is_jatuh_tempo,
        kewajiban.status_kewajiban,
        berlaku.ukuran_warga_id,
        case when kewajiban.status_kewajiban = 'DINILAI' then capaian.progres end as progres,
        cast(kewajiban.bobot as decimal(18, 6)) as bobot,
        cast(kewajiban.bobot * kewajiban.capaian_tampil as decimal(38, 10)) as nilai_tertimbang
    from kewajiban
    left join berlaku
        on
            kewajiban.kode_opd = berlaku.kunci_opd
            and kewajiban.id_indikator = berlaku.id_indikator
            and kewajiban.id_siklus = berlaku.id_siklus
    cross join region
    left join capaian
        on
            kewajiban.kode_opd = capaian.kunci_opd
            and kewajiban.id_indikator = capaian.id_indikator
            and kewajiban.tahun = capaian.tahun
            and kewajiban.periode = capaian.periode
            and region.kode_wilayah = capaian.kode_wilayah
            and capaian.dimensi = ''
    where kewajiban.status_kewajiban <> 'MILIK_OPD_LAIN'
),

final as (
    select
        kode_opd,
        id_siklus,
        ---------- of all levels
        count(*) as jumlah_semua,
        count(case when level_hasil in ('OUTCOME', 'DAMPAK') then 1 end) as jumlah_hasil,
        count(case when status_kewajiban = 'DITAHAN' then 1 end) as jumlah_ditahan,
        count(case when status_kewajiban = 'TIDAK_DIUKUR' then 1 end) as jumlah_tidak_diukur,
        count(case when status_kewajiban = 'TIDAK_DILAPORKAN' then 1 end)
            as jumlah_tidak_dilaporkan,
        count(case when not is_jatuh_tempo then 1 end) as jumlah_belum_jatuh_tempo,
        ---------- of results
        count(case when is_skor and is_jatuh_tempo then 1 end) as jumlah_indikator,
        count(case when is_skor and status_kewajiban = 'DINILAI' then 1 end) as jumlah_dinilai,
        count(case when is_skor and progres > 0 then 1 end) as jumlah_maju,
        count(case when is_skor and progres < 0 then 1 end) as jumlah_mundur,
        count(case when is_skor and nullif(trim(ukuran_warga_id), '') is null then 1 end)
            as jumlah_tanpa_ukuran_warga,
        ---------- sums of weights
        sum(case when is_skor and is_jatuh_tempo then bobot end) as bobot_jatuh_tempo,
        sum(case when is_skor and status_kewajiban = 'DINILAI' then bobot end) as bobot_dinilai,
        sum(case
            when
                is_skor
                and status_kewajiban in ('DINILAI', 'DITAHAN', 'TIDAK_DIUKUR', 'TIDAK_DILAPORKAN')
                then bobot
        end) as bobot_ketat,
        sum(case when is_skor then nilai_tertimbang end) as jumlah_tertimbang
    from owed
    group by kode_opd, id_siklus
)

select * from final
