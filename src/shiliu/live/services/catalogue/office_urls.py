app_name = "office_services"
urlpatterns = []
